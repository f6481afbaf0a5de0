using System.Text;
using Postroom.People;
using Postroom.Sqlite.People;
using Postroom.Tests.Contracts;

namespace Postroom.Tests.People;

public sealed class DirectoryImportReaderTests : IAsyncDisposable
{
    static readonly Dictionary<string, string> Sources = new(StringComparer.OrdinalIgnoreCase) { ["Work GitLab"] = "id-1" };

    readonly SqliteTestStore _store = new();
    readonly PeopleDirectory _directory;

    public DirectoryImportReaderTests() => _directory = new PeopleDirectory(new SqliteDirectoryStore(_store.Database));

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task A_line_becomes_an_entry_of_its_forge()
    {
        var plan = await PlanAsync("login,email,name,language,source\njane,jane@example.com,\"Citizen, Jane \"\"J\"\"\",ja,work gitlab\n");

        Assert.Equal(
            (new DirectoryEntry("id-1", "jane", "Citizen, Jane \"J\"", "jane@example.com", "ja"), ImportEffect.Added),
            (plan.Lines.Single().Entry, plan.Lines.Single().Effect));
    }

    [Theory, InlineData(""), InlineData("*")]
    public async Task Without_a_forge_the_login_is_of_every_one(string source) =>
        Assert.Equal(PeopleDirectory.AnySource, (await PlanAsync($"login,email,source\njane,jane@example.com,{source}")).Lines.Single().Entry.Source);

    [Theory, InlineData("\n"), InlineData("\r\n"), InlineData("\r\n\r\n\n")]
    public async Task Lines_end_as_they_like(string end) =>
        Assert.Equal(2, (await PlanAsync($"email,login{end}a@example.com,a{end}b@example.com,b{end}")).Added);

    [Fact]
    public async Task A_mark_of_order_at_the_beginning_is_no_text()
    {
        byte[] bytes = [.. Encoding.UTF8.Preamble, .. "login,email\n山田,yamada@example.com"u8];

        Assert.Equal("山田", Planned(await ReadAsync(bytes)).Lines.Single().Entry.Login);
    }

    [Fact]
    public async Task A_file_with_too_many_lines_is_refused_and_not_cut()
    {
        var file = new StringBuilder("login,email\n");
        for (var i = 0; i < 100_000; i++) file.Append(System.Globalization.CultureInfo.InvariantCulture, $"u{i},u{i}@example.com\n");

        var refused = Assert.IsType<ImportReading.Refused>(await ReadAsync(Encoding.ASCII.GetBytes(file.ToString())));

        Assert.Equal("Problem.Import.TooMany", refused.Problem.MessageKey);
    }

    [Fact]
    public async Task A_file_with_just_as_many_lines_as_may_be_is_read()
    {
        var file = new StringBuilder("login,email\n");
        for (var i = 0; i < 99_999; i++) file.Append(System.Globalization.CultureInfo.InvariantCulture, $"u{i},u{i}@example.com\n");

        Assert.Equal(99_999, (await PlanAsync(file.ToString())).Added);
    }

    [Fact]
    public async Task A_field_longer_than_any_buffer_is_refused_with_its_line()
    {
        var plan = await PlanAsync($"login,email,note\nann,ann@example.com,\"{new string('x', 3_000_000)}\n\"\n{new string('y', 200_000)},ben@example.com,");

        Assert.Equal((1, 4, "Problem.Import.TooLong"), (plan.Added, Assert.Single(plan.Refused).Number, plan.Refused[0].Problem!.MessageKey));
    }

    [Theory, InlineData("\"jane\"x,jane@example.com", "janex"), InlineData("ja\"ne,jane@example.com", "ja\"ne"), InlineData("\" jane \" , jane@example.com", "jane")]
    public async Task A_quote_out_of_place_costs_no_other_line(string line, string login)
    {
        var plan = await PlanAsync($"login,email\n{line}\nben,ben@example.com");

        Assert.Equal([login, "ben"], plan.Lines.Select(each => each.Entry.Login));
    }

    [Fact]
    public async Task Semicolons_and_a_line_that_names_a_separator_are_text() =>
        Assert.Equal("Problem.Import.Header", Assert.IsType<ImportReading.Refused>(await ReadAsync(Encoding.UTF8.GetBytes("sep=;\nlogin;email\na;a@example.com"))).Problem.MessageKey);

    [Fact]
    public async Task A_file_that_is_too_large_is_refused_unread() =>
        Assert.Equal("Problem.Import.TooLarge", Assert.IsType<ImportReading.Refused>(await ReadAsync(new byte[DirectoryImportReader.LargestFile + 1])).Problem.MessageKey);

    [Theory]
    [InlineData("jane", "Problem.Import.EmailMissing")]
    [InlineData("jane,nobody", "Problem.Import.Email")]
    [InlineData("jane,noreply@example.com", "Problem.Import.Email")]
    [InlineData(",jane@example.com", "Problem.Import.Login")]
    [InlineData("jane,jane@example.com,,deutsch!", "Problem.Import.Language")]
    [InlineData("jane,jane@example.com,,,Elsewhere", "Problem.Import.Source")]
    [InlineData("ANN,ann2@example.com", "Problem.Import.Twice")]
    [InlineData("jane,jane@example.com,,,,42", "Problem.Import.IdSource")]
    [InlineData("jane,jane@example.com,,,Work GitLab,4 2", "Problem.Import.Id")]
    public async Task A_line_that_cannot_be_used_is_refused_with_its_number_and_reason(string line, string reason)
    {
        var plan = await PlanAsync($"login,email,name,language,source,id\nann,ann@example.com\n{line}\nben,ben@example.com");

        var refused = Assert.Single(plan.Refused);
        Assert.Equal((3, reason, 2), (refused.Number, refused.Problem!.MessageKey, plan.Added));
        Assert.NotEmpty(refused.Problem.Text);
    }

    [Fact]
    public async Task A_line_after_one_with_a_break_in_a_field_keeps_its_number() =>
        Assert.Equal(4, Assert.Single((await PlanAsync("login,email,note\nann,ann@example.com,\"two\nlines\"\nben,nobody")).Refused).Number);

    [Theory, InlineData("", "Problem.Import.Empty"), InlineData("login,email", "Problem.Import.Empty"), InlineData("name,mail\na,b", "Problem.Import.Header")]
    public async Task A_file_of_another_shape_is_refused(string text, string reason) =>
        Assert.Equal(reason, Assert.IsType<ImportReading.Refused>(await ReadAsync(Encoding.UTF8.GetBytes(text))).Problem.MessageKey);

    [Fact]
    public async Task A_file_in_another_encoding_is_refused()
    {
        byte[][] files =
        [
            [.. "login,email\n"u8, 0x8E, 0x52, 0x93, 0x63], // Shift JIS
            [.. "login,email\njos"u8, 0xE9, .. ",jose@example.com"u8], // Latin-1
            [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("login,email\na,a@example.com")],
            [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes("login,email\na,a@example.com")],
        ];

        foreach (var file in files) Assert.Equal("Problem.Import.NotUtf8", Assert.IsType<ImportReading.Refused>(await ReadAsync(file)).Problem.MessageKey);
    }

    [Fact]
    public async Task What_is_known_is_told_from_what_changes()
    {
        await _directory.PutAsync([new DirectoryEntry("*", "ann", "Ann", "ann@example.com"), new DirectoryEntry("*", "ben", null, "ben@example.com")], Token);

        var plan = await PlanAsync("login,email,name\nANN,Ann@example.com,Ann\nben,ben@example.org,\n");

        Assert.Equal((1, "ben@example.com", 1), (plan.Same, plan.Lines.Single().Before, plan.Changed));
    }

    [Fact]
    public async Task Any_bytes_are_read_or_refused()
    {
        var pieces = new[] { "\"", ",", "\n", "\r", "a", "login,email\n", "\"\"", " ", "é" };
        for (var seed = 0; seed < 500; seed++)
        {
            var text = string.Concat(Enumerable.Range(0, 12).Select(place => pieces[(seed * 7 + place * place * (seed % 13 + 1)) % pieces.Length]));

            Assert.NotNull(await ReadAsync(Encoding.UTF8.GetBytes("login,email\n" + text)));
        }
    }

    async Task<DirectoryImportPlan> PlanAsync(string text) => Planned(await ReadAsync(Encoding.UTF8.GetBytes(text)));

    static DirectoryImportPlan Planned(ImportReading reading) => Assert.IsType<ImportReading.Planned>(reading).Plan;

    Task<ImportReading> ReadAsync(byte[] bytes) => new DirectoryImportReader(_directory).ReadAsync(bytes, Sources, Token);
}
