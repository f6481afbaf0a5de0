namespace Postroom.Admin.QrCodes;

/// <summary>The error correction of QR codes: remainders over GF(2^8) with the polynomial 0x11D (ISO/IEC 18004 §7.5.2).</summary>
static class ReedSolomon
{
    /// <summary>The codewords of error correction for a block of data.</summary>
    public static byte[] Correct(ReadOnlySpan<byte> block, int count)
    {
        var generator = Generator(count);
        var remainder = new byte[count];
        foreach (var word in block)
        {
            var factor = (byte)(word ^ remainder[0]);
            remainder.AsSpan(1).CopyTo(remainder);
            remainder[^1] = 0;
            for (var i = 0; i < count; i++) remainder[i] ^= Multiply(generator[i], factor);
        }

        return remainder;
    }

    // The product of (x - 2^i), without the leading coefficient, which is one.
    static byte[] Generator(int degree)
    {
        var coefficients = new byte[degree];
        coefficients[^1] = 1;
        byte root = 1;
        for (var i = 0; i < degree; i++)
        {
            for (var j = 0; j < degree; j++)
            {
                coefficients[j] = Multiply(coefficients[j], root);
                if (j + 1 < degree) coefficients[j] ^= coefficients[j + 1];
            }

            root = Multiply(root, 2);
        }

        return coefficients;
    }

    static byte Multiply(byte left, byte right)
    {
        var product = 0;
        for (var bit = 7; bit >= 0; bit--)
        {
            product = (product << 1) ^ ((product >> 7) * 0x11D);
            product ^= ((right >> bit) & 1) * left;
        }

        return (byte)product;
    }
}
