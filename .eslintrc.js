module.exports = {
  root: true,
  plugins: ['notice'],
  rules: {
    'notice/notice': [
      'error',
      {
        // eslint-disable-next-line no-restricted-syntax
        templateFile: require('path').join(__dirname, '.license-header.txt'),
      },
    ],
  },
};
