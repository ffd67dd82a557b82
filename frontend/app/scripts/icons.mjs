#!/usr/bin/env node
// Draws the icons into public/: `npm run icons`. The mark is the one of src/ui/Logo.tsx.
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
// Next.js brings it, for its images.
import sharp from 'sharp';

const PUBLIC = fileURLToPath(new URL('../public/', import.meta.url));
const ACCENT = '#4b53d6';

/**
 * @param {{ corner: number, scale: number }} shape the corner's radius out of 32; the tick's size
 */
function icon({ corner, scale }) {
  const shift = 16 * (1 - scale);
  return [
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">',
    '<title>TaskPilot</title>',
    `<rect width="32" height="32" rx="${corner}" fill="${ACCENT}"/>`,
    `<path d="M9 16.6l4.7 4.7L23.4 11" transform="translate(${shift} ${shift}) scale(${scale})" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"/>`,
    '</svg>\n',
  ].join('');
}

/**
 * @param {string} svg
 * @param {number} size
 */
function png(svg, size) {
  return sharp(Buffer.from(svg), { density: (72 * size) / 32 })
    .resize(size, size)
    .png({ compressionLevel: 9, palette: true })
    .toBuffer();
}

/**
 * A favicon.ico with one PNG in it, for programs that ask for that name whatever the page says.
 *
 * @param {Buffer} image
 * @param {number} size
 */
function ico(image, size) {
  const header = Buffer.alloc(22);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(1, 4);
  header.writeUInt8(size, 6);
  header.writeUInt8(size, 7);
  header.writeUInt16LE(1, 10);
  header.writeUInt16LE(32, 12);
  header.writeUInt32LE(image.length, 14);
  header.writeUInt32LE(header.length, 18);
  return Buffer.concat([header, image]);
}

const rounded = icon({ corner: 8.5, scale: 1 });
// Systems cut these to their own shape: the colour goes to the edge, the tick stays in the middle.
const full = icon({ corner: 0, scale: 0.78 });

mkdirSync(`${PUBLIC}icons`, { recursive: true });
writeFileSync(`${PUBLIC}icons/icon.svg`, rounded);
writeFileSync(`${PUBLIC}icons/icon-192.png`, await png(rounded, 192));
writeFileSync(`${PUBLIC}icons/icon-512.png`, await png(rounded, 512));
writeFileSync(`${PUBLIC}icons/maskable-512.png`, await png(full, 512));
writeFileSync(`${PUBLIC}icons/apple-touch-icon.png`, await png(full, 180));
writeFileSync(`${PUBLIC}favicon.ico`, ico(await png(rounded, 32), 32));
