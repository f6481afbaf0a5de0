// Reads QR codes with jsQR: an array of base64 pictures comes in, an array of texts goes out, null where none is found.
// A picture is a PNG, or rows of 0 and 1, a module each, one row a line.
import jsqr from 'jsqr';
import { PNG } from 'pngjs';

const scale = 4;
const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);

function pictureOf(bytes) {
  if (bytes[0] === 0x89) return PNG.sync.read(bytes);
  const rows = bytes.toString('ascii').trim().split('\n');
  const width = rows.length * scale;
  const data = new Uint8ClampedArray(width * width * 4).fill(255);
  for (let y = 0; y < width; y++) {
    for (let x = 0; x < width; x++) {
      if (rows[Math.floor(y / scale)][Math.floor(x / scale)] === '1') data.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3);
    }
  }
  return { data, width, height: width };
}

const texts = JSON.parse(Buffer.concat(chunks).toString('utf8')).map(base64 => {
  const picture = pictureOf(Buffer.from(base64, 'base64'));
  const found = jsqr.default?.(new Uint8ClampedArray(picture.data), picture.width, picture.height)
    ?? (typeof jsqr === 'function' ? jsqr(new Uint8ClampedArray(picture.data), picture.width, picture.height) : null);
  return found ? Buffer.from(found.binaryData).toString('utf8') : null;
});
process.stdout.write(JSON.stringify(texts));
