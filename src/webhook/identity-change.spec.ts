import { describe, expect, it } from 'vitest';
import { changeIn, changeInUpdate } from './identity-change.js';
import { identifyChanged } from './identity.js';

const at = new Date('2026-11-22T12:00:00Z');
const [OLD, NEW] = ['US.1', 'US.2'];
const NOBODY = { waId: null, userId: null, parentUserId: null };

describe('changeIn', () => {
  it('reads another number, with the user ids that come with it', () => {
    const system = { type: 'user_changed_number', wa_id: '15550100777', user_id: NEW };
    expect(changeIn({ from: '15550100123', from_user_id: OLD, system }, at)).toEqual({
      former: { waId: '15550100123', userId: OLD, parentUserId: null },
      current: { waId: '15550100777', userId: NEW, parentUserId: null },
      isNewNumber: true,
      at,
    });
  });

  it('reads another user id, from the note or from the sender', () => {
    const system = { type: 'user_changed_user_id', user_id: NEW, previous_user_id: OLD };
    const change = { former: { userId: OLD }, current: { ...NOBODY, userId: NEW }, isNewNumber: false };
    expect(changeIn({ system }, at)).toMatchObject(change);
    expect(changeIn({ from_user_id: OLD, system: { ...system, previous_user_id: undefined } }, at)).toMatchObject(
      change,
    );
  });

  it('looks for nobody by a name that is only about to be theirs', () => {
    const system = { type: 'user_changed_number', wa_id: '15550100777', user_id: NEW };
    expect(changeIn({ from: '15550100123', from_user_id: NEW, system }, at)?.former).toEqual({
      ...NOBODY,
      waId: '15550100123',
    });
    const change = changeIn({ from: '15550100777', system }, at);
    expect(change?.former).toEqual(NOBODY);
    expect(change && identifyChanged(change)).toMatchObject({ waId: '15550100777', userId: NEW });
  });

  it('knows the older words for a changed number and a changed device', () => {
    const number = { type: 'customer_changed_number', new_wa_id: '15550100777' };
    expect(changeIn({ from: '15550100123', system: number }, at)?.current.waId).toBe('15550100777');
    const device = { type: 'customer_identity_changed', wa_id: '15550100123', identity: { hash: 'x' } };
    expect(changeIn({ from: '15550100123', system: device }, at)).toMatchObject({
      former: { waId: '15550100123' },
      current: NOBODY,
    });
  });

  it.each([undefined, null, 'x', {}, { type: 7 }, { type: 'something_else', wa_id: '15550100777' }])(
    'reads nothing in %j',
    (system) => {
      expect(changeIn({ from: '15550100123', system }, at)).toBeUndefined();
    },
  );
});

describe('changeInUpdate', () => {
  it('reads the old and the new id', () => {
    const item = { wa_id: '15550100123', user_id: { previous: OLD, current: NEW }, timestamp: '1795348800' };
    expect(changeInUpdate(item, at)).toMatchObject({
      former: { waId: '15550100123', userId: OLD },
      current: { waId: null, userId: NEW },
      at,
    });
  });

  it.each([{}, { user_id: NEW }, { user_id: { current: NEW } }, { user_id: { previous: OLD } }])(
    'reads nothing in %j',
    (item) => {
      expect(changeInUpdate(item, at)).toBeUndefined();
    },
  );
});
