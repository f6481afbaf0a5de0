namespace Postroom.Admin.QrCodes;

/// <summary>The modules of a QR code while it is drawn, and which of them are fixed patterns that no mask may touch.</summary>
sealed class QrCanvas
{
    // Level M is 00 in the format (ISO/IEC 18004 table 12).
    const int LevelM = 0;

    readonly QrVersion _version;
    readonly bool[,] _isFixed;

    public QrCanvas(QrVersion version)
    {
        (_version, Size) = (version, version.Size);
        (IsDark, _isFixed) = (new bool[Size, Size], new bool[Size, Size]);
        DrawPatterns();
    }

    public int Size { get; }

    /// <summary>By row and column.</summary>
    public bool[,] IsDark { get; }

    /// <summary>Lays the codewords, two columns at a time from the right, up and down (§7.7.3).</summary>
    public void Lay(byte[] words)
    {
        var bit = 0;
        for (var right = Size - 1; right >= 1; right -= 2)
        {
            if (right == 6) right = 5; // the timing column
            for (var step = 0; step < Size; step++)
            {
                for (var side = 0; side < 2; side++)
                {
                    var column = right - side;
                    var row = ((right + 1) & 2) == 0 ? Size - 1 - step : step;
                    if (_isFixed[row, column] || bit >= words.Length * 8) continue;
                    IsDark[row, column] = ((words[bit / 8] >> (7 - (bit % 8))) & 1) == 1;
                    bit++;
                }
            }
        }
    }

    /// <summary>Turns over what a mask covers; twice is never.</summary>
    public void Mask(int mask)
    {
        for (var row = 0; row < Size; row++)
        {
            for (var column = 0; column < Size; column++)
                if (!_isFixed[row, column] && QrMask.Covers(mask, row, column)) IsDark[row, column] = !IsDark[row, column];
        }
    }

    /// <summary>Draws which level and mask it has, twice (§7.9.1).</summary>
    public void DrawFormat(int mask)
    {
        var data = (LevelM << 3) | mask;
        var rest = data;
        for (var i = 0; i < 10; i++) rest = (rest << 1) ^ ((rest >> 9) * 0x537);
        var bits = ((data << 10) | rest) ^ 0x5412;
        for (var i = 0; i < 15; i++)
        {
            var isDark = ((bits >> i) & 1) == 1;
            var (row, column) = i switch { < 6 => (i, 8), 6 => (7, 8), 7 => (8, 8), 8 => (8, 7), _ => (8, 14 - i) };
            Fix(row, column, isDark);
            if (i < 8) Fix(8, Size - 1 - i, isDark);
            else Fix(Size - 15 + i, 8, isDark);
        }

        Fix(Size - 8, 8, isDark: true);
    }

    void DrawPatterns()
    {
        for (var i = 0; i < Size; i++)
        {
            Fix(6, i, i % 2 == 0);
            Fix(i, 6, i % 2 == 0);
        }

        DrawSquare(3, 3, 4);
        DrawSquare(3, Size - 4, 4);
        DrawSquare(Size - 4, 3, 4);
        DrawAlignments();
        DrawFormat(0); // reserves the place
        DrawVersion();
    }

    // All crossings but the three under the finders.
    void DrawAlignments()
    {
        var centres = _version.AlignmentCentres;
        foreach (var row in centres)
        {
            foreach (var column in centres)
            {
                var isUnderFinder = (row == 6 && (column == 6 || column == Size - 7)) || (row == Size - 7 && column == 6);
                if (!isUnderFinder) DrawSquare(row, column, 2);
            }
        }
    }

    // Rings around a centre; a finder has a light one around it, an alignment pattern has not.
    void DrawSquare(int row, int column, int reach)
    {
        for (var down = -reach; down <= reach; down++)
        {
            for (var across = -reach; across <= reach; across++)
            {
                var ring = Math.Max(Math.Abs(down), Math.Abs(across));
                var (y, x) = (row + down, column + across);
                if (y >= 0 && y < Size && x >= 0 && x < Size) Fix(y, x, reach == 2 ? ring != 1 : ring is not (2 or 4));
            }
        }
    }

    // From version 7 on, twice (§7.10).
    void DrawVersion()
    {
        if (_version.Number < 7) return;
        var rest = _version.Number;
        for (var i = 0; i < 12; i++) rest = (rest << 1) ^ ((rest >> 11) * 0x1F25);
        var bits = (_version.Number << 12) | rest;
        for (var i = 0; i < 18; i++)
        {
            var isDark = ((bits >> i) & 1) == 1;
            var (far, near) = (Size - 11 + (i % 3), i / 3);
            Fix(near, far, isDark);
            Fix(far, near, isDark);
        }
    }

    void Fix(int row, int column, bool isDark) => (IsDark[row, column], _isFixed[row, column]) = (isDark, true);
}
