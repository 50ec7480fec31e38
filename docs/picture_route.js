// The web store's route for the pictures that B4Mart Desktop keeps in the database (GridFS bucket "pictures"):
//   require('./picture_route')(app, mongoose);
// A picture's name is the SHA-256 of its content, so what a browser has once it never needs to ask for again.
// Each is a few hundred kilobytes: read whole, one of which a part is lost is not found, and none is cut short.
const NAME = /^[0-9a-f]{64}\.jpg$/;

module.exports = (app, mongoose) => {
  app.get('/api/pictures/:name', async (req, res, next) => {
    try {
      const { name } = req.params;
      const bucket = new mongoose.mongo.GridFSBucket(mongoose.connection.db, { bucketName: 'pictures' });
      const file = NAME.test(name) && (await bucket.find({ filename: name }).next());
      if (!file) return res.sendStatus(404);
      const content = Buffer.concat(await bucket.openDownloadStream(file._id).toArray());
      if (content.length !== file.length) return res.sendStatus(404);
      res.set({ ETag: `"${name.slice(0, 64)}"`, 'Cache-Control': 'public, max-age=31536000, immutable' });
      return res.set('X-Content-Type-Options', 'nosniff').type('jpeg').send(content);
    } catch (error) {
      return next(error);
    }
  });
};
