// The shape of a recording, for drawing.

const peakCount = 480;

/** The loudest sample of every stretch, 1 at full scale, and the length; null if the browser can't decode it (it may still play it). */
export async function shapeOf(blob) {
  try {
    const decoded = await new OfflineAudioContext(1, 1, 44100).decodeAudioData(await blob.arrayBuffer());
    const samples = decoded.getChannelData(0);
    const stretch = samples.length / peakCount;
    const peaks = Float32Array.from({ length: peakCount }, (_, index) => {
      let loudest = 0;
      for (let at = Math.floor(index * stretch); at < (index + 1) * stretch && at < samples.length; at++) {
        loudest = Math.max(loudest, Math.abs(samples[at]));
      }
      return loudest;
    });
    return { peaks, durationMs: decoded.duration * 1000 };
  } catch {
    return null;
  }
}
