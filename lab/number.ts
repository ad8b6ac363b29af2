/** What the product and the outside world have to agree on. */
export const NUMBER = {
  phoneNumberId: '106540352242922',
  displayPhoneNumber: '15550100001',
  appSecret: 'app-secret',
  verifyToken: 'verify-me',
  accessToken: 'token',
};
