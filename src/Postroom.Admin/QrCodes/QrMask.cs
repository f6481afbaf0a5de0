namespace Postroom.Admin.QrCodes;

/// <summary>The eight masks, and how hard a masked code is to read (ISO/IEC 18004 §7.8).</summary>
static class QrMask
{
    public const int Count = 8;

    public static bool Covers(int mask, int row, int column) => mask switch
    {
        0 => (row + column) % 2 == 0,
        1 => row % 2 == 0,
        2 => column % 3 == 0,
        3 => (row + column) % 3 == 0,
        4 => ((row / 2) + (column / 3)) % 2 == 0,
        5 => (row * column % 2) + (row * column % 3) == 0,
        6 => ((row * column % 2) + (row * column % 3)) % 2 == 0,
        _ => (((row + column) % 2) + (row * column % 3)) % 2 == 0,
    };

    /// <summary>The less the better.</summary>
    public static int Penalty(bool[,] isDark, int size)
    {
        var penalty = Blocks(isDark, size) + Balance(isDark, size);
        for (var i = 0; i < size; i++)
        {
            var line = i;
            penalty += Line(size, at => isDark[line, at]) + Line(size, at => isDark[at, line]);
        }

        return penalty;
    }

    // Runs of five and more, and what looks like a finder: dark 1:1:3:1:1 with four light ones beside it.
    static int Line(int size, Func<int, bool> isDark)
    {
        var (penalty, run, bits) = (0, 0, 0);
        for (var at = 0; at < size; at++)
        {
            run = at > 0 && isDark(at) == isDark(at - 1) ? run + 1 : 1;
            if (run == 5) penalty += 3;
            else if (run > 5) penalty++;
            bits = ((bits << 1) | (isDark(at) ? 1 : 0)) & 0x7FF;
            if (at >= 10 && bits is 0b10111010000 or 0b00001011101) penalty += 40;
        }

        return penalty;
    }

    static int Blocks(bool[,] isDark, int size)
    {
        var penalty = 0;
        for (var row = 1; row < size; row++)
        {
            for (var column = 1; column < size; column++)
            {
                var color = isDark[row, column];
                if (color == isDark[row - 1, column] && color == isDark[row, column - 1] && color == isDark[row - 1, column - 1]) penalty += 3;
            }
        }

        return penalty;
    }

    // Ten for each five percent away from half dark.
    static int Balance(bool[,] isDark, int size)
    {
        var dark = isDark.Cast<bool>().Count(module => module);
        return Math.Abs((dark * 20) - (size * size * 10)) / (size * size) * 10;
    }
}
