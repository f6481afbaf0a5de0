using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Postroom.Settings;
using Postroom.Tests.Contracts;

namespace Postroom.Tests.Settings;

public sealed class ProductSettingsTests : IAsyncDisposable
{
    readonly SqliteTestStore _store = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public void Without_anything_the_product_is_called_Postroom() => Assert.Equal("Postroom", Product().Current.Name);

    [Fact]
    public async Task What_is_saved_holds_at_once_and_after_a_start()
    {
        var product = Product();
        var form = new ProductForm { SiteUrl = "https://post.example.com/mail/", Name = "Post", Language = "ja", AccentColor = "#AA0000", Footer = "Foot\nnote", Logo = Png(10, 10) };

        Assert.IsType<ProductSaveOutcome.Saved>(await product.SaveAsync(form, 0, "ann@example.com", Token));
        var again = Product();
        await again.LoadAsync(Token);

        Assert.Equal(product.Current with { LogoPng = default }, again.Current with { LogoPng = default });
        Assert.Equal(("https://post.example.com/mail", "Post", "ja", "#aa0000", "Foot\nnote"), (again.Current.SiteUrl.AbsoluteUri, again.Current.Name, again.Current.Language, again.Current.AccentColor, again.Current.Footer));
        Assert.Equal(Png(10, 10), again.Current.LogoPng.ToArray());
    }

    [Theory]
    [InlineData("javascript:alert(1)"), InlineData("ftp://example.com"), InlineData("example.com"), InlineData("https://user@example.com"), InlineData("https://example.com/?x"), InlineData("https://example.com/#x")]
    public async Task A_site_url_that_cannot_begin_a_link_is_refused(string url) =>
        Assert.Equal("SiteUrl", await OnlyProblemAsync(new ProductForm { SiteUrl = url }));

    [Theory, InlineData("red"), InlineData("#12345"), InlineData("#12345g"), InlineData("#123456;}")]
    public async Task What_is_no_colour_is_refused(string color) => Assert.Equal("AccentColor", await OnlyProblemAsync(new ProductForm { AccentColor = color }));

    [Theory, InlineData(""), InlineData("a\nb"), InlineData("1234567890123456789012345678901234567890123456789012345678901")]
    public async Task A_name_is_one_line_of_1_to_60_characters(string name) => Assert.Equal("Name", await OnlyProblemAsync(new ProductForm { Name = name }));

    [Fact]
    public async Task A_file_that_only_says_it_is_a_PNG_is_refused() =>
        Assert.Equal("Logo", await OnlyProblemAsync(new ProductForm { Logo = "GIF89a and then a long tail so that it is not too short to be looked at"u8.ToArray() }));

    [Fact]
    public async Task A_logo_over_64_KiB_is_refused() => Assert.Equal("Logo", await OnlyProblemAsync(new ProductForm { Logo = new byte[65_537] }));

    [Theory, InlineData(0u, 10u), InlineData(10u, 2_001u), InlineData(4_000_000_000u, 10u)]
    public async Task A_logo_of_absurd_size_is_refused(uint width, uint height) =>
        Assert.Equal("Logo", await OnlyProblemAsync(new ProductForm { Logo = Png(width, height) }));

    [Fact]
    public async Task Nobody_overwrites_what_they_have_not_seen()
    {
        var product = Product();
        await product.SaveAsync(new ProductForm { Name = "One" }, 0, "ann@example.com", Token);

        Assert.Equal(new ProductSaveOutcome.Conflict(1), await product.SaveAsync(new ProductForm { Name = "Two" }, 0, "bob@example.com", Token));
        Assert.Equal("One", product.Current.Name);
    }

    [Fact]
    public async Task The_history_says_who_changed_what()
    {
        var product = Product();
        await product.SaveAsync(new ProductForm { Name = "One" }, 0, "ann@example.com", Token);
        await product.SaveAsync(new ProductForm { Name = "Two", Logo = Png(1, 1) }, 1, "bob@example.com", Token);

        var history = await product.HistoryAsync(10, Token);

        Assert.Equal([new SettingsChange("Name", "One", "Two"), new SettingsChange("Logo", "", "PNG, 45 B")], history[0].Changes);
        Assert.Equal(["bob@example.com", "ann@example.com"], history.Select(version => version.SavedBy));
    }

    [Fact]
    public async Task A_value_from_outside_wins_is_locked_and_is_never_stored()
    {
        var product = Product(("Site:Url", "https://outside.example"));

        await product.SaveAsync(new ProductForm { SiteUrl = "https://typed.example", Name = "Post" }, 0, "ann@example.com", Token);
        var without = Product();
        await without.LoadAsync(Token);

        Assert.Equal(["SiteUrl"], product.LockedFields);
        Assert.Equal("https://outside.example/", product.Current.SiteUrl.AbsoluteUri);
        Assert.Equal("http://localhost:8025/", without.Current.SiteUrl.AbsoluteUri);
    }

    [Fact]
    public void A_value_from_outside_that_cannot_be_used_stops_the_start() =>
        Assert.Contains("SiteUrl", Assert.Throws<InvalidOperationException>(() => Product(("Site:Url", "nowhere"))).Message, StringComparison.Ordinal);

    async Task<string> OnlyProblemAsync(ProductForm form) =>
        Assert.Single(Assert.IsType<ProductSaveOutcome.Invalid>(await Product().SaveAsync(form, 0, "ann@example.com", Token)).Problems).Field;

    ProductSettingsStore Product(params (string Key, string Value)[] outside) => new(
        new SettingsJournal(_store.Settings, _store.Audit, _store.Time),
        new ConfigurationBuilder().AddInMemoryCollection(outside.Select(setting => KeyValuePair.Create<string, string?>(setting.Key, setting.Value))).Build(),
        new ServedAddress(_store.Settings, _store.Time),
        NullLogger<ProductSettingsStore>.Instance);

    static byte[] Png(uint width, uint height)
    {
        var bytes = new byte[45];
        byte[] head = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, (byte)'I', (byte)'H', (byte)'D', (byte)'R'];
        head.CopyTo(bytes, 0);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(16), width);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(20), height);
        return bytes;
    }
}
