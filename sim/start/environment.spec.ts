import { describe, expect, it } from 'vitest';
import { agreeOnWhatsApp, checkSettings, readSimulatorPort, refuseProduction, standInsFor } from './environment.js';

describe('the environment of npm start', () => {
  it('has a stand-in for everything when nothing is set, empty values included', () => {
    const everything = { database: true, whatsApp: true, gemini: true };
    expect(standInsFor({})).toEqual(everything);
    expect(standInsFor({ DB_URL: '', WHATSAPP_ACCESS_TOKEN: '', GOOGLE_API_KEY: '' })).toEqual(everything);
  });

  it.each([
    ['DB_URL', { database: false }],
    ['WHATSAPP_ACCESS_TOKEN', { whatsApp: false }],
    ['WHATSAPP_API_URL', { whatsApp: false }],
    ['GOOGLE_API_KEY', { gemini: false }],
    ['GEMINI_API_URL', { gemini: false }],
  ])('leaves to %s what it names, and stands in for the rest', (name, real) => {
    expect(standInsFor({ [name]: 'set' })).toEqual({ database: true, whatsApp: true, gemini: true, ...real });
  });

  it('refuses production and names the commands for it', () => {
    expect(() => refuseProduction({ ENVIRONMENT: 'Production' })).toThrow('node dist/main.js');
    expect(() => refuseProduction({ ENVIRONMENT: 'staging' })).not.toThrow();
  });

  it('checks the settings while the address of the database is still to come', () => {
    expect(checkSettings({ PORT: '5050' }).PORT).toBe(5050);
    expect(() => checkSettings({ PORT: 'abc' })).toThrow('PORT');
    expect(() => checkSettings({ DB_URL: 'mysql://127.0.0.1/app' })).toThrow('DB_URL');
  });

  it('puts the simulator on 5100 unless SIM_PORT is another port', () => {
    expect(readSimulatorPort({})).toBe(5100);
    expect(readSimulatorPort({ SIM_PORT: '5150' })).toBe(5150);
    expect(() => readSimulatorPort({ SIM_PORT: '70000' })).toThrow('SIM_PORT');
  });

  it('keeps what is set for WhatsApp, and makes secrets anew for the rest', () => {
    const [first, second] = [{ VERIFY_TOKEN: 'mine' }, { VERIFY_TOKEN: 'mine' }] as NodeJS.ProcessEnv[];
    for (const env of [first, second]) agreeOnWhatsApp(env ?? {});
    expect(first?.['VERIFY_TOKEN']).toBe('mine');
    expect(first?.['WHATSAPP_APP_SECRET']).not.toBe(second?.['WHATSAPP_APP_SECRET']);
    expect(checkSettings(first ?? {}).WHATSAPP_PHONE_NUMBER_ID).toMatch(/^\d+$/);
  });
});
