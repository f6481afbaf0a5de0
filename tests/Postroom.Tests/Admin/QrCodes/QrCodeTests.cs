using System.Text;
using System.Text.Json;
using Postroom.Admin.QrCodes;
using Postroom.Tests.Support;

namespace Postroom.Tests.Admin.QrCodes;

/// <summary>Every size of code is read by a reader of another make (npm jsQR).</summary>
public sealed class QrCodeTests
{
    // The most bytes of each version at level M (ISO/IEC 18004, table 7).
    static readonly int[] Capacities =
    [
        14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287, 331, 362, 412, 450, 504, 560, 624, 666,
        711, 779, 857, 911, 997, 1_059, 1_125, 1_190, 1_264, 1_370, 1_452, 1_538, 1_628, 1_722, 1_809, 1_911, 1_989, 2_099, 2_213, 2_331,
    ];

    [Fact]
    public async Task Every_size_is_read_by_another_make()
    {
        List<string> texts = [.. Capacities.Select(TextOf), .. Capacities.Take(12).Select(most => TextOf(most + 1))];

        var read = await ReadAsync(texts);

        Assert.Equal<string?>(texts, read);
        Assert.Equal(Enumerable.Range(1, 40).Select(version => 17 + (4 * version) + 8), texts.Take(40).Select(text => QrCode.Of(text)!.Size));
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

    static string TextOf(int length) => string.Concat(Enumerable.Range(0, length).Select(at => (char)('!' + (at * 7 % 90))));

    static async Task<List<string?>> ReadAsync(IEnumerable<string> texts) =>
        JsonSerializer.Deserialize<List<string?>>(await OtherReader.ProbeAsync("node", "read_qr.mjs", texts.Select(text => Encoding.ASCII.GetBytes(Rows(QrCode.Of(text)!)))))!;

    static string Rows(QrCode code)
    {
        var side = Enumerable.Range(0, code.Size).ToList();
        return string.Join('\n', side.Select(row => string.Concat(side.Select(column => code.IsDark(row, column) ? '1' : '0'))));
    }
}
