import { describe, expect, it } from 'vitest';
import { toWhatsAppText } from './to-whatsapp-text.js';

/** A sign that edges a word where there is no space. */
const E = '\u200B';

/** What a model writes, and what the customer gets. */
const TABLE: Record<string, [markdown: string, shown: string][]> = {
  'bold, italic and struck': [
    ['**bold** and __bold__', '*bold* and *bold*'],
    ['*italic* and _italic_', '_italic_ and _italic_'],
    ['~~gone~~', '~gone~'],
    ['***both*** and **a *b* c** and *a **b** c*', '_*both*_ and *a _b_ c* and _a *b* c_'],
    ['**a ~~b~~ c**', '*a ~b~ c*'],
    ['**two\nlines**', '*two*\n*lines*'],
    ['(**yes**), "*no*".', '(*yes*), "_no_".'],
    ['**Liefer**zeit und Preis**e**', `*Liefer*${E}zeit und Preis${E}*e*`],
    ['这是**重要**的', `这是${E}*重要*${E}的`],
    ['**Hinweis:**heute', `*Hinweis:*${E}heute`],
    ['**never closed', 'never closed'],
    ['closed** but not opened', 'closed but not opened'],
    ['**مهم** جدا, **חשוב** מאוד', '*مهم* جدا, *חשוב* מאוד'],
    ['**👍 Great!** 👨‍👩‍👧‍👦', '*👍 Great!* 👨‍👩‍👧‍👦'],
  ],
  'signs that are data': [
    ['a_b_c and order_id_7', 'a_b_c and order_id_7'],
    ['2*3*4 = 24, 2**3**4, 5 * 3 * 2', '2*3*4 = 24, 2**3**4, 5 * 3 * 2'],
    ['about ~5–~6 km, ~10%', 'about ~5–~6 km, ~10%'],
    ['card **** 1234 and ****1234', 'card **** 1234 and ****1234'],
    ['\\*not bold\\*', `*${E}not bold*${E}`],
    ['file\\_name\\_2.txt', 'file_name_2.txt'],
    ['5 \\* 3', '5 * 3'],
    ['#hashtag, C#, room #5', '#hashtag, C#, room #5'],
    ['I <3 it, 3 < 5 > 2', 'I <3 it, 3 < 5 > 2'],
    ['send us <your order number>', 'send us <your order number>'],
    ['$5 and $6', '$5 and $6'],
    ['[sic] (yes) {ok}', '[sic] (yes) {ok}'],
  ],
  headings: [
    ['# Prices\n\nFrom 5 €', '*Prices*\n\nFrom 5 €'],
    ['### Prices\nFrom 5 €', '*Prices*\nFrom 5 €'],
    ['## **Prices** and *more*', '*Prices and _more_*'],
    ['Prices\n===\n\nText', '*Prices*\n\nText'],
    ['## See https://shop.example/a', 'See https://shop.example/a'],
    ['#', '#'],
  ],
  links: [
    ['See [our shop](https://shop.example/a_b_c).', 'See our shop: https://shop.example/a_b_c.'],
    ['[https://shop.example](https://shop.example/)', 'https://shop.example/'],
    ['[shop.example](https://shop.example)', 'https://shop.example'],
    ['<https://shop.example> or www.shop.example', 'https://shop.example or www.shop.example'],
    ['https://shop.example/?a=1&copy=2&b=_x_', 'https://shop.example/?a=1&copy=2&b=_x_'],
    ['**[Track it:](https://shop.example/t "Title")**', 'Track it: https://shop.example/t'],
    ['[write](mailto:hi@shop.example) or [call](tel:+49301)', 'write: hi@shop.example or call: +49301'],
    ['hi@shop.example', 'hi@shop.example'],
    ['[up](#top) [x](javascript:alert(1)) [](https://shop.example)', 'up x https://shop.example'],
    ['[Terms][1]\n\n[1]: https://shop.example/t', 'Terms: https://shop.example/t'],
    [
      '<a href="https://shop.example/x?a=1&amp;b=2">here</a> or <a>there</a>',
      'here: https://shop.example/x?a=1&b=2 or there',
    ],
  ],
  images: [
    ['![The blue one](https://shop.example/1.png)', 'The blue one: https://shop.example/1.png'],
    ['![](https://shop.example/1.png)', 'https://shop.example/1.png'],
    ['![logo](cid:1)', 'logo'],
  ],
  lists: [
    ['* one\n* two', '- one\n- two'],
    ['+ **one**\n+ _two_', '- *one*\n- _two_'],
    ['- one\n  - inner\n    - deep\n- two', '- one\n- inner\n- deep\n- two'],
    ['1. one\n2. two\n   - inner\n3. three', '1. one\n2. two\n- inner\n3. three'],
    ['3) three\n4) four', '3. three\n4. four'],
    ['1. one\n\n2. two', '1. one\n2. two'],
    ['- one\n\n  more of it\n- two', '- one\nmore of it\n- two'],
    ['- [ ] open\n- [x] done', '- ☐ open\n- ☑ done'],
    ['You need:\n- flour\n- salt\n\nThat is all.', 'You need:\n- flour\n- salt\n\nThat is all.'],
  ],
  quotes: [
    ['> one\n> two', '> one\n> two'],
    ['> one\n>> inner\n\nafter', '> one\n> inner\n\nafter'],
    ['> # Title\n> - **x**', '> *Title*\n> - *x*'],
  ],
  tables: [
    [
      'Prices:\n\n| Size | Price |\n|---|--:|\n| S | **5 €** |\n| L |  |\n| XL | a\\|b |',
      'Prices:\n\nSize: S\nPrice: *5 €*\n\nSize: L\n\nSize: XL\nPrice: a|b',
    ],
    ['|  | Price |\n|---|---|\n| S | 5 € |', 'S\nPrice: 5 €'],
    ['| Size | Price |\n|---|---|', 'Size, Price'],
  ],
  code: [
    ['`a*b*c` and `**x** &amp; <b>`', '`a*b*c` and `**x** &amp; <b>`'],
    ['```js\nconst a = **b**; // <b>\n\n\n# no\n```', '```\nconst a = **b**; // <b>\n\n\n# no\n```'],
    ['~~~\nx\n~~~', '```\nx\n```'],
    ['```\nnever closed', '```\nnever closed\n```'],
    ['`` a`b ``', '```a`b```'],
  ],
  rules: [
    ['one\n\n---\n\ntwo', 'one\n\ntwo'],
    ['one\n***\ntwo', 'one\n\ntwo'],
  ],
  'tags and entities': [
    ['one<br>two<br/>three', 'one\ntwo\nthree'],
    ['<b>x</b> <span style="color:red">y</span><!-- z -->', 'x y'],
    ['<div>\n<p>block</p>\n</div>', 'block'],
    ['Tom &amp; Jerry &lt;3 &euro;5&nbsp;only &#128077; &#x2714;', 'Tom & Jerry <3 €5 only 👍 ✔'],
    ['AT&T, a&b, &unknown;', 'AT&T, a&b, &unknown;'],
  ],
  'footnotes and formulas': [
    ['Free[^1] today.\n\n[^1]: From 50 €\n[^2]: Once', 'Free(1) today.\n\n(1) From 50 €\n(2) Once'],
    ['$$x^2 \\times 3$$ and $\\frac{1}{2} \\leq x$', 'x^2 × 3 and 1/2 ≤ x'],
    ['\\(5 \\cdot 2\\) \\text{kg}', '(5 · 2) kg'],
  ],
  'words alone': [
    ['Hello, how are you?', 'Hello, how are you?'],
    ['one\ntwo\n\nthree', 'one\ntwo\n\nthree'],
    ['one\n\n\n\n\ntwo', 'one\n\ntwo'],
    ['  spaced  ', 'spaced'],
    ['', ''],
    ['  \n ', ''],
    ['a\0b \ud800', 'ab \ufffd'],
  ],
  'nothing but signs': [
    ['***', '***'],
    ['<br>', '<br>'],
    ['[](#x)', '[](#x)'],
    ['>', '>'],
    ['[1]: https://x.example', '[1]: https://x.example'],
  ],
};

describe('toWhatsAppText', () => {
  for (const [what, rows] of Object.entries(TABLE)) {
    it.each(rows)(`shows ${what}: %j as %j`, (markdown, shown) => {
      expect(toWhatsAppText(markdown)).toBe(shown);
    });
  }

  it('leaves no markdown in an answer such as models give', () => {
    const answer = [
      '## Opening hours',
      '',
      'We are open **every day**:',
      '',
      '| Day | Hours |',
      '|---|---|',
      '| Mon–Fri | 9–18 |',
      '',
      '1. **Call** us',
      '2. Or see [the site](https://shop.example)',
      '',
      '---',
      '*Thank you!*',
    ].join('\n');
    expect(toWhatsAppText(answer)).toBe(
      '*Opening hours*\n\nWe are open *every day*:\n\nDay: Mon–Fri\nHours: 9–18\n\n1. *Call* us\n2. Or see the site: https://shop.example\n\n_Thank you!_',
    );
  });

  const PIECES = [
    '*',
    '_',
    '[',
    '![',
    '`',
    '~',
    '<',
    '>',
    '> ',
    '- ',
    '**a',
    '*a_',
    '[a](',
    '<a ',
    '&',
    '|a|b|\n',
    '\\',
  ];
  const MORE = [
    '$',
    '#',
    '<!--',
    '1. ',
    '  - x\n',
    '[a]: b\n',
    '```\n',
    'a@b.c ',
    '[^1]',
    '**a*',
    '<a href=x>',
    '\n',
    '$x^',
  ];

  it('throws for nothing, makes nothing of nothing, and takes no long time', () => {
    for (const piece of [...PIECES, ...MORE]) {
      for (const length of [1, 40, 900, 2_500, 16_000, 100_000]) {
        const text = piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
        const started = performance.now();
        const shown = toWhatsAppText(text);
        expect(performance.now() - started, `${JSON.stringify(piece)} × ${length}`).toBeLessThan(1_500);
        expect({ piece, isEmpty: shown === '' }).toEqual({ piece, isEmpty: text.trim() === '' });
      }
    }
  });

  it('keeps every word of any mixture of signs that take none away', () => {
    const signs = [...PIECES, ...MORE].filter((piece) => !/[`<~]|]:/.test(piece));
    const alphabet = [...signs, ' ', '\n\n', 'ß', '👍', '的', '的'];
    let seed = 11;
    const next = (): number => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648);
    for (let round = 0; round < 500; round++) {
      const text = Array.from({ length: next() % 60 }, () => alphabet[next() % alphabet.length]).join('');
      const shown = toWhatsAppText(text);
      expect(shown.isWellFormed()).toBe(true);
      const words = (of: string): string => of.replaceAll(/[^的👍]/gu, '');
      expect({ text, words: words(shown) }).toEqual({ text, words: words(text) });
    }
  });
});
