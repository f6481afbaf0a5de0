using System.Text;
using System.Text.Json;
using Postroom.Admin.QrCodes;
using Postroom.Tests.Support;

namespace Postroom.Tests.Admin.QrCodes;

/// <summary>Every size of code is read by a reader of another make (npm jsQR).</summary>
public sealed class QrCodeTests
{
    [Fact]
    public async Task Every_size_is_read_by_another_make()
    {
        // The longest text of each version, and one byte more, which needs the next.
        List<string> texts = [.. Enumerable.Range(1, QrVersion.Largest).Select(number => TextOf(Capacity(number))), .. Enumerable.Range(1, 12).Select(number => TextOf(Capacity(number) + 1))];

        var read = await ReadAsync(texts);

        Assert.Equal<string?>(texts, read);
    }

    [Theory]
    [InlineData("otpauth://totp/Postroom:ann%40example.org?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Postroom")]
    [InlineData("otpauth://totp/%E9%83%B5%E4%BE%BF%E5%AE%A4:hanako%40example.co.jp?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=%E9%83%B5%E4%BE%BF%E5%AE%A4")]
    [InlineData("郵便室")]
    [InlineData("a")]
    public async Task A_text_is_read_as_it_was_written(string text) => Assert.Equal([text], await ReadAsync([text]));

    [Fact]
    public void What_no_code_holds_has_none() =>
        Assert.Equal((true, false), (QrCode.Of(new string('x', 2_331)) is not null, QrCode.Of(new string('x', 2_332)) is not null));

    [Fact]
    public void The_path_draws_exactly_the_dark_modules()
    {
        var code = QrCode.Of("hello")!;

        var drawn = code.Path().Split('M', StringSplitOptions.RemoveEmptyEntries)
            .Sum(run => int.Parse(run[(run.IndexOf('h', StringComparison.Ordinal) + 1)..run.IndexOf('v', StringComparison.Ordinal)], System.Globalization.CultureInfo.InvariantCulture));
        var dark = Enumerable.Range(0, code.Size).Sum(row => Enumerable.Range(0, code.Size).Count(column => code.IsDark(row, column)));

        Assert.Equal(dark, drawn);
    }

    static int Capacity(int number)
    {
        var version = new QrVersion(number);
        return ((version.DataCodewords * 8) - 4 - version.CountBits) / 8;
    }

    static string TextOf(int length) => string.Concat(Enumerable.Range(0, length).Select(at => (char)('!' + (at * 7 % 90))));

    static async Task<List<string?>> ReadAsync(IEnumerable<string> texts) =>
        JsonSerializer.Deserialize<List<string?>>(await OtherReader.AskAsync("node", "read_qr.mjs", texts.Select(text => Encoding.ASCII.GetBytes(Rows(QrCode.Of(text)!)))))!;

    static string Rows(QrCode code)
    {
        var side = code.Size + (2 * QrCode.Margin);
        return string.Join('\n', Enumerable.Range(0, side).Select(row => string.Concat(Enumerable.Range(0, side).Select(column => IsDark(code, row - QrCode.Margin, column - QrCode.Margin) ? '1' : '0'))));
    }

    static bool IsDark(QrCode code, int row, int column) => row >= 0 && row < code.Size && column >= 0 && column < code.Size && code.IsDark(row, column);
}
