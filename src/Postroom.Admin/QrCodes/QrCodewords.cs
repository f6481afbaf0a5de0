namespace Postroom.Admin.QrCodes;

/// <summary>Turns bytes into the codewords of a QR code: byte mode, padded, corrected, interleaved (ISO/IEC 18004 §7.4 to §7.6).</summary>
static class QrCodewords
{
    const int ByteMode = 0b0100;

    public static byte[] Of(ReadOnlySpan<byte> bytes, QrVersion version) => Interleave(Pad(bytes, version), version);

    static byte[] Pad(ReadOnlySpan<byte> bytes, QrVersion version)
    {
        var words = new byte[version.DataCodewords];
        var at = 0;
        Put(ByteMode, 4);
        Put(bytes.Length, version.CountBits);
        foreach (var value in bytes) Put(value, 8);
        at += Math.Min(4, (words.Length * 8) - at); // the terminator, zeros
        for (var (i, pad) = ((at + 7) / 8, 0); i < words.Length; i++, pad++) words[i] = pad % 2 == 0 ? (byte)0xEC : (byte)0x11;
        return words;

        void Put(int value, int bits)
        {
            for (var bit = bits - 1; bit >= 0; bit--, at++) words[at / 8] |= (byte)(((value >> bit) & 1) << (7 - (at % 8)));
        }
    }

    // The first blocks are one codeword shorter where it does not come out even.
    static byte[] Interleave(byte[] data, QrVersion version)
    {
        var shorter = version.Blocks - (version.DataCodewords % version.Blocks);
        var length = version.DataCodewords / version.Blocks;
        List<(byte[] Data, byte[] Correction)> blocks = [];
        for (var (i, at) = (0, 0); i < version.Blocks; i++)
        {
            var block = data[at..(at += length + (i < shorter ? 0 : 1))];
            blocks.Add((block, ReedSolomon.Correct(block, version.CorrectionPerBlock)));
        }

        List<byte> words = new(version.Codewords);
        for (var i = 0; i <= length; i++) words.AddRange(blocks.Where(block => i < block.Data.Length).Select(block => block.Data[i]));
        for (var i = 0; i < version.CorrectionPerBlock; i++) words.AddRange(blocks.Select(block => block.Correction[i]));
        return [.. words];
    }
}
