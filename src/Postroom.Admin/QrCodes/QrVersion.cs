namespace Postroom.Admin.QrCodes;

/// <summary>The sizes of QR codes at error correction level M, which mends 15 % (ISO/IEC 18004, tables 1, 7, 9 and annex E).</summary>
readonly record struct QrVersion(int Number)
{
    /// <summary>The largest.</summary>
    public const int Largest = 40;

    static readonly byte[] CorrectionWords =
    [
        10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26,
        26, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28,
    ];

    static readonly byte[] BlockCounts =
    [
        1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16,
        17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49,
    ];

    /// <summary>Modules on a side.</summary>
    public int Size => 17 + (4 * Number);

    /// <summary>Into how many blocks the data is divided.</summary>
    public int Blocks => BlockCounts[Number - 1];

    /// <summary>Codewords of error correction in each block.</summary>
    public int CorrectionPerBlock => CorrectionWords[Number - 1];

    /// <summary>All codewords.</summary>
    public int Codewords => RawBits / 8;

    /// <summary>Codewords of data.</summary>
    public int DataCodewords => Codewords - (Blocks * CorrectionPerBlock);

    /// <summary>Bits of the character count in byte mode.</summary>
    public int CountBits => Number < 10 ? 8 : 16;

    /// <summary>The centres of the alignment patterns, along either side.</summary>
    public int[] AlignmentCentres
    {
        get
        {
            if (Number == 1) return [];
            var count = (Number / 7) + 2;
            var step = Number == 32 ? 26 : ((Number * 4) + (count * 2) + 1) / ((count * 2) - 2) * 2;
            var centres = new int[count];
            centres[0] = 6;
            for (var i = 1; i < count; i++) centres[i] = Size - 7 - (step * (count - 1 - i));
            return centres;
        }
    }

    // Modules that are neither finder, timing, alignment, format nor version.
    int RawBits
    {
        get
        {
            var bits = (((16 * Number) + 128) * Number) + 64;
            if (Number < 2) return bits;
            var alignments = (Number / 7) + 2;
            bits -= (((25 * alignments) - 10) * alignments) - 55;
            return Number < 7 ? bits : bits - 36;
        }
    }

    /// <summary>The smallest that holds so many bytes; null: none does.</summary>
    public static QrVersion? For(int bytes)
    {
        for (var number = 1; number <= Largest; number++)
        {
            var version = new QrVersion(number);
            if ((version.DataCodewords * 8) - 4 - version.CountBits >= bytes * 8) return version;
        }

        return null;
    }
}
