using System.Globalization;
using System.Text;

namespace Postroom.Admin.QrCodes;

/// <summary>A text as a QR code (ISO/IEC 18004), level M, drawn on the server: the secret in it goes to no other service and needs no script.</summary>
sealed class QrCode
{
    /// <summary>The light modules that must stay around it.</summary>
    public const int Margin = 4;

    readonly QrCanvas _canvas;

    QrCode(QrCanvas canvas) => _canvas = canvas;

    /// <summary>Modules on a side, without the margin.</summary>
    public int Size => _canvas.Size;

    /// <summary>The code of a text; null: it is longer than 2,331 bytes, which no code holds at this level.</summary>
    public static QrCode? Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var bytes = Encoding.UTF8.GetBytes(text);
        if (QrVersion.For(bytes.Length) is not { } version) return null;
        var canvas = new QrCanvas(version);
        canvas.Lay(QrCodewords.Of(bytes, version));
        var best = Enumerable.Range(0, QrMask.Count).MinBy(mask => Try(canvas, mask));
        canvas.Mask(best);
        canvas.DrawFormat(best);
        return new QrCode(canvas);
    }

    /// <summary>Whether a module is dark.</summary>
    public bool IsDark(int row, int column) => _canvas.IsDark[row, column];

    /// <summary>The dark modules as one path of an SVG, margin included: a line for each run of a row.</summary>
    public string Path()
    {
        var path = new StringBuilder();
        for (var row = 0; row < Size; row++)
        {
            for (var column = 0; column < Size; column++)
            {
                if (!IsDark(row, column)) continue;
                var from = column;
                while (column < Size && IsDark(row, column)) column++;
                path.Append(CultureInfo.InvariantCulture, $"M{from + Margin} {row + Margin}h{column - from}v1h-{column - from}z");
            }
        }

        return path.ToString();
    }

    static int Try(QrCanvas canvas, int mask)
    {
        canvas.Mask(mask);
        canvas.DrawFormat(mask);
        var penalty = QrMask.Penalty(canvas.IsDark, canvas.Size);
        canvas.Mask(mask);
        return penalty;
    }
}
