using System.Text.Json;
using Postroom.People.SingleSignOn;

namespace Postroom.Tests.People.SingleSignOn;

public sealed class ProviderDocumentTests
{
    [Theory]
    [InlineData("https://login.example.com", true)]
    [InlineData("http://127.0.0.1:5000", true)]
    [InlineData("http://localhost:5000", true)]
    [InlineData("http://login.example.com", false)]
    [InlineData("https://user@login.example.com", false)]
    [InlineData("https://login.example.com/#x", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("login.example.com", false)]
    [InlineData("", false)]
    public void Tokens_travel_only_under_TLS_or_on_the_loopback(string address, bool mayTravel) =>
        Assert.Equal(mayTravel, ProviderDocument.Address(address) is not null);

    [Fact]
    public void A_document_is_taken_with_the_issuer_as_it_writes_it() =>
        Assert.Equal("https://login.example.com/", Taken(Document(issuer: "https://login.example.com/")).Issuer);

    [Fact]
    public void A_document_of_another_issuer_is_refused() =>
        Assert.Contains("another issuer", Refused(Document(issuer: "https://evil.example")), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"issuer": "https://login.example.com"}""")]
    [InlineData("""{"issuer": "https://login.example.com", "authorization_endpoint": "http://login.example.com/a", "token_endpoint": "https://login.example.com/t"}""")]
    [InlineData("""{"issuer": "https://login.example.com", "authorization_endpoint": "https://login.example.com/a", "token_endpoint": "https://login.example.com/t"}""")]
    [InlineData("""{"issuer": "https://login.example.com", "authorization_endpoint": "https://login.example.com/a", "token_endpoint": "https://login.example.com/t", "jwks_uri": "http://login.example.com/k"}""")]
    [InlineData("""{"issuer": "https://login.example.com", "authorization_endpoint": "https://login.example.com/a", "token_endpoint": "https://login.example.com/t", "jwks_uri": "https://login.example.com/k", "userinfo_endpoint": "http://x"}""")]
    public void A_document_without_safe_addresses_is_refused(string json) => Assert.Contains("HTTPS", Refused(json), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"issuer": "https://login.example.com", "authorization_endpoint": "https://login.example.com/a", "token_endpoint": 7}""")]
    [InlineData("""{"issuer": 7}""")]
    [InlineData("[]")]
    public void A_document_of_another_shape_is_refused(string json) => Assert.Contains("cannot be read", Refused(json), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"keys": 7}""", "cannot be read")]
    [InlineData("[]", "cannot be read")]
    [InlineData("""{"keys": []}""", "no keys")]
    [InlineData("{}", "no keys")]
    public void A_document_without_keys_is_refused(string keys, string reason) => Assert.Contains(
        reason, Assert.IsType<ProviderAnswer<ProviderDocument>.Failed>(Taken(Document()).WithKeys(JsonDocument.Parse(keys).RootElement)).Reason, StringComparison.Ordinal);

    [Theory]
    [InlineData("", true)]
    [InlineData(""", "token_endpoint_auth_methods_supported": ["client_secret_post"]""", false)]
    [InlineData(""", "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"]""", true)]
    public void The_secret_goes_where_the_provider_takes_it(string more, bool takesBasic) => Assert.Equal(takesBasic, Taken(Document(more: more)).TakesBasic);

    static string Document(string issuer = "https://login.example.com", string more = "") =>
        $$"""{"issuer": "{{issuer}}", "authorization_endpoint": "https://login.example.com/a", "token_endpoint": "https://login.example.com/t", "jwks_uri": "https://login.example.com/k"{{more}}}""";

    static ProviderAnswer<ProviderDocument> Read(string json) => ProviderDocument.Read(JsonDocument.Parse(json).RootElement, "https://login.example.com");

    static ProviderDocument Taken(string json) => Assert.IsType<ProviderAnswer<ProviderDocument>.Came>(Read(json)).Value;

    static string Refused(string json) => Assert.IsType<ProviderAnswer<ProviderDocument>.Failed>(Read(json)).Reason;
}
