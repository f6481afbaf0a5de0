using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Postroom.Alarms;

namespace Postroom.Tests.Alarms;

/// <summary>What configuration gives for alarms is used, or stops the start and says why.</summary>
public sealed class OutsideAlarmsTests
{
    const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    [Theory]
    [InlineData("OutageMinutes", "0")]
    [InlineData("OutageMinutes", "1441")]
    [InlineData("OutageMinutes", "soon")]
    [InlineData("OutageMinutes", "1.5")]
    [InlineData("WebhookUrl", "chat.example.com/hook")]
    [InlineData("WebhookUrl", "ftp://example.com/")]
    [InlineData("WebhookUrl", "https://ann:pw@example.com/")]
    [InlineData("WebhookSecret", "secret")]
    [InlineData("WebhookSecret", "whsec_c2hvcnQ=")]
    [InlineData("WebhookSecret", "whsec_###")]
    [InlineData("WebhookURI", "https://example.com/")]
    public void What_cannot_be_used_stops_the_start_by_name(string field, string value)
    {
        var refused = Assert.Throws<OptionsValidationException>(() => Read((field, value)));

        var failure = Assert.Single(refused.Failures);
        Assert.Contains($"Alarms:{field}", failure, StringComparison.Ordinal);
    }

    [Theory, InlineData("WebhookUrl", "hooks/T0/B0/hidden-part"), InlineData("WebhookSecret", "hidden-part")]
    public void What_may_be_secret_is_not_repeated(string field, string value) =>
        Assert.DoesNotContain(
            "hidden-part", Assert.Throws<OptionsValidationException>(() => Read((field, value))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void All_that_is_wrong_is_said_at_once() =>
        Assert.Equal(
            3,
            Assert.Throws<OptionsValidationException>(
                () => Read(("OutageMinutes", "x"), ("WebhookUrl", "x"), ("Colour", "x"))).Failures.Count());

    [Theory]
    [InlineData("OutageMinutes", "1")]
    [InlineData("OutageMinutes", " 1440 ")]
    [InlineData("WebhookUrl", " http://127.0.0.1:9000/hook")]
    [InlineData("WebhookSecret", Secret)]
    [InlineData("outageminutes", "30"), InlineData("WebhookUrl", "")]
    public void What_can_be_used_is_read(string field, string value) => Assert.NotNull(Read((field, value)));

    static OutsideAlarms Read(params (string Field, string Value)[] given)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                given.Select(one => KeyValuePair.Create<string, string?>($"Alarms:{one.Field}", one.Value))).Build();
        return new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddAlarms().BuildServiceProvider()
            .GetRequiredService<IOptions<OutsideAlarms>>().Value;
    }
}
