using System.Collections;
using System.Globalization;
using System.Text;
using QRCoder;

namespace Postroom.Admin.QrCodes;

/// <summary>A text as a QR code (ISO/IEC 18004), level M, drawn on the server: the secret in it goes to no other service and needs no script.</summary>
sealed class QrCode
{
    /// <summary>What the largest code holds at this level (ISO/IEC 18004, table 7).</summary>
    const int MostBytes = 2_331;

    readonly List<BitArray> _rows;

    QrCode(List<BitArray> rows) => _rows = rows;

    /// <summary>Modules on a side, the light margin included.</summary>
    public int Size => _rows.Count;

    /// <summary>The code of a text; null: it is longer than 2,331 bytes, which no code holds at this level.</summary>
    public static QrCode? Of(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (bytes.Length > MostBytes) return null;
        using var code = QRCodeGenerator.GenerateQrCode(bytes, QRCodeGenerator.ECCLevel.M);
        return new QrCode(code.ModuleMatrix);
    }

    /// <summary>Whether a module is dark.</summary>
    public bool IsDark(int row, int column) => _rows[row][column];

    /// <summary>The dark modules as one path of an SVG: a line for each run of a row, where the package draws an element for each.</summary>
    public string Path()
    {
        var path = new StringBuilder();
        for (var row = 0; row < Size; row++)
        {
            for (var column = 0; column < Size; column++)
            {
                if (!IsDark(row, column)) continue;
                var from = column;
                while (IsDark(row, column)) column++; // ends in the margin
                path.Append(CultureInfo.InvariantCulture, $"M{from} {row}h{column - from}v1h-{column - from}z");
            }
        }

        return path.ToString();
    }
}
