using Postroom.Languages;
using Postroom.Rendering;
using Postroom.Rendering.Editing;
using Postroom.Settings;
using Postroom.Tests.Contracts;
using Postroom.Tests.Rendering.Support;
using Postroom.Tests.Support;

namespace Postroom.Tests.Rendering.Editing;

public sealed class TemplateStoreTests : IAsyncDisposable
{
    static readonly LetterSource Source = new("Subject of {{email}}", "<a href=\"{{link}}\">x</a>", "{{link}}");

    readonly SqliteTestStore _store = new();
    readonly HeardLog<LetterRenderer> _log = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task A_saved_template_is_used_from_the_next_letter_on()
    {
        var templates = Templates();
        var renderer = Renderer(templates);
        var before = renderer.Render(Request).Subject;

        await templates.SaveAsync("new-user", "en", Source, 0, "ann@example.com", Token);

        Assert.Equal("Your account at Postroom: choose a password", before);
        Assert.Equal("Subject of jane.doe@example.com", renderer.Render(Request).Subject);
    }

    [Fact]
    public async Task Another_node_uses_it_too_after_it_has_looked()
    {
        await Templates().SaveAsync("new-user", "en", Source, 0, "ann@example.com", Token);
        var other = Templates();

        await other.LoadAsync(Token);

        Assert.Equal(1, other.Find("new-user", "en")!.Version);
    }

    [Fact]
    public async Task Other_languages_stay_as_they_are()
    {
        var templates = Templates();

        await templates.SaveAsync("new-user", "en", Source, 0, "ann@example.com", Token);

        Assert.Null(templates.Find("new-user", "ja"));
    }

    [Fact]
    public async Task Going_back_to_the_built_in_letter_is_a_version_too()
    {
        var templates = Templates();
        await templates.SaveAsync("new-user", "en", Source, 0, "ann@example.com", Token);

        await templates.SaveAsync("new-user", "en", null, 1, "bob@example.com", Token);

        Assert.Null(templates.Find("new-user", "en"));
        Assert.Equal([(2, null, "bob@example.com"), (1, Source, "ann@example.com")], (await templates.HistoryAsync("new-user", "en", 10, Token)).Select(saved => (saved.Version, saved.Source, saved.SavedBy)));
    }

    [Fact]
    public async Task Nobody_overwrites_what_they_have_not_seen()
    {
        var (one, other) = (Templates(), Templates());
        await one.SaveAsync("new-user", "en", Source, 0, "ann@example.com", Token);

        Assert.Null(await other.SaveAsync("new-user", "en", Source with { Subject = "Other" }, 0, "bob@example.com", Token));
        Assert.Equal(Source, other.Find("new-user", "en")!.Source);
    }

    [Fact]
    public async Task Every_change_is_in_the_audit_log()
    {
        await Templates().SaveAsync("new-user", "en", Source, 0, "ann@example.com", Token);

        Assert.Equal("template.saved", Assert.Single(await _store.Audit.ListAsync(10, Token)).Action);
    }

    [Theory, InlineData("{{#if name}}"), InlineData("{{> nothing}}"), InlineData("{{unheard name}}")]
    public async Task A_template_that_breaks_is_replaced_by_the_built_in_one_and_the_log_says_so(string broken)
    {
        var templates = Templates();
        await templates.SaveAsync("new-user", "en", Source with { Html = broken }, 0, "ann@example.com", Token);

        var rendered = Renderer(templates).Render(Request);

        Assert.Equal("Your account at Postroom: choose a password", rendered.Subject);
        Assert.True(_log.Heard(13001).IsCompletedSuccessfully);
    }

    static LetterRequest Request => new() { Letter = "new-user", Language = Language.English, Model = Letters.Model("new-user") };

    TemplateStore Templates() => new(new SettingsJournal(_store.Settings, _store.Audit, _store.Time));

    LetterRenderer Renderer(TemplateStore templates) => new(new Letters.FixedProduct(Letters.Product), templates, _log);
}
