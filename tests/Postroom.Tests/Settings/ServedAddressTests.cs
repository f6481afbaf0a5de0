using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Postroom.Settings;
using Postroom.Tests.Contracts;

namespace Postroom.Tests.Settings;

/// <summary>Links lead to where Postroom is: wherever it listens while nobody has said more, and nowhere else once somebody has.</summary>
public sealed class ServedAddressTests : IAsyncDisposable
{
    readonly SqliteTestStore _store = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("http://127.0.0.1:18601", "http://127.0.0.1:18601/"), InlineData("http://127.0.0.2:80", "http://127.0.0.2/"), InlineData("http://[::1]:9000", "http://[::1]:9000/")]
    [InlineData("http://192.0.2.7:8025", "http://192.0.2.7:8025/"), InlineData("http://0.0.0.0:8031", "http://localhost:8031/"), InlineData("http://[::]:8031", "http://localhost:8031/")]
    public async Task Without_a_site_url_links_lead_to_where_it_listens_also_those_of_commands(string bound, string expected)
    {
        var served = Served();
        served.Use(new Uri(bound));
        await served.SaveAsync(Token);
        var beside = Served();
        await beside.LoadAsync(Token);

        Assert.Equal((expected, expected), (Product(served).Current.SiteUrl.AbsoluteUri, Product(beside).Current.SiteUrl.AbsoluteUri));
    }

    [Theory, InlineData("https://mail.example.com", "https://mail.example.com/"), InlineData("http://localhost:8025", "http://localhost:8025/"), InlineData("http://10.0.0.5:81/post/", "http://10.0.0.5:81/post")]
    public async Task A_site_url_from_outside_or_saved_wins_wherever_it_listens(string set, string expected)
    {
        var served = Served();
        served.Use(new Uri("http://127.0.0.1:18601"));
        var saved = Product(served);
        await saved.SaveAsync(new ProductForm { SiteUrl = set }, 0, "ann@example.com", Token);
        var again = Product(served);
        await again.LoadAsync(Token);

        Assert.Equal(expected, Product(served, ("Site:Url", set)).Current.SiteUrl.AbsoluteUri);
        Assert.Equal((expected, expected), (saved.Current.SiteUrl.AbsoluteUri, again.Current.SiteUrl.AbsoluteUri));
    }

    [Fact]
    public async Task Other_settings_that_are_saved_set_no_site_url_and_an_emptied_one_is_none()
    {
        var served = Served();
        served.Use(new Uri("http://127.0.0.1:18601"));
        var product = Product(served);
        await product.SaveAsync(new ProductForm { Name = "Post" }, 0, "ann@example.com", Token);
        var named = product.Current;
        await product.SaveAsync(new ProductForm { SiteUrl = "https://mail.example.com" }, 1, "ann@example.com", Token);
        await product.SaveAsync(new ProductForm { SiteUrl = "" }, 2, "ann@example.com", Token);

        Assert.Equal((false, "http://127.0.0.1:18601/"), (named.HasSiteUrl, named.SiteUrl.AbsoluteUri));
        Assert.Equal((false, "http://127.0.0.1:18601/"), (product.Current.HasSiteUrl, product.Current.SiteUrl.AbsoluteUri));
    }

    [Theory, InlineData("http://localhost:8025/", "http://127.0.0.1:18601/"), InlineData("https://old.example.com/", "https://old.example.com/")]
    public async Task What_a_version_before_saved_unasked_is_no_site_url(string stored, string expected)
    {
        await _store.Settings.SaveAsync("product", $$"""{"siteUrl":"{{stored}}","name":"Post","language":"en","accentColor":"#1f5fbf","footer":""}""", 0, "a", _store.Time.GetUtcNow(), Token);
        var served = Served();
        served.Use(new Uri("http://127.0.0.1:18601"));
        var product = Product(served);
        await product.LoadAsync(Token);

        Assert.Equal(("Post", expected), (product.Current.Name, product.Current.SiteUrl.AbsoluteUri));
    }

    [Fact]
    public async Task An_address_that_stays_is_stored_once()
    {
        var served = Served();
        await served.SaveAsync(Token);
        await served.SaveAsync(Token);

        Assert.Equal(1, (await _store.Settings.ReadAsync("served-address", Token))!.Version);
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    ServedAddress Served() => new(_store.Settings, _store.Time);

    ProductSettingsStore Product(ServedAddress served, params (string Key, string Value)[] outside) => new(
        new SettingsJournal(_store.Settings, _store.Audit, _store.Time),
        new ConfigurationBuilder().AddInMemoryCollection(outside.Select(setting => KeyValuePair.Create<string, string?>(setting.Key, setting.Value))).Build(),
        served,
        NullLogger<ProductSettingsStore>.Instance);
}
