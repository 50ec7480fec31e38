// Serves the pictures of the database at the address in the first argument, as the web store would, with the very
// file the guide hands out. Prints its port; ends when its input does.
const path = require('path');
const express = require('express');
const { mongoose, print } = require('./store.js');

const app = express();
require(path.join(__dirname, '..', '..', 'docs', 'picture_route.js'))(app, mongoose);

mongoose.connect(process.argv[2], { autoIndex: false, autoCreate: false }).then(() => {
  const server = app.listen(0, '127.0.0.1', () => print({ port: server.address().port }));
  process.stdin.on('end', () => process.exit(0)).resume();
});
