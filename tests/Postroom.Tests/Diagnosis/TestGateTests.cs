using Microsoft.Extensions.Configuration;
using Postroom.Diagnosis;
using Postroom.Tests.Support;

namespace Postroom.Tests.Diagnosis;

public sealed class TestGateTests
{
    readonly FakeTime _time = new();

    [Fact]
    public void Says_when_to_try_again()
    {
        var gate = new TestGate(new TestSettings { PerAdministrator = 2 }, _time);
        gate.Enter("ada@example.com");
        _time.Advance(TimeSpan.FromSeconds(20));
        gate.Enter("ada@example.com");

        Assert.Equal(TimeSpan.FromSeconds(40), gate.Enter("Ada@example.com"));
    }

    [Fact]
    public void Lets_the_next_one_begin_after_a_minute()
    {
        var gate = new TestGate(new TestSettings { PerAdministrator = 1 }, _time);
        gate.Enter("ada@example.com");
        _time.Advance(TimeSpan.FromSeconds(60));

        Assert.Null(gate.Enter("ada@example.com"));
    }

    [Fact]
    public void One_administrator_does_not_hold_up_another()
    {
        var gate = new TestGate(new TestSettings { PerAdministrator = 1 }, _time);
        gate.Enter("ada@example.com");

        Assert.Null(gate.Enter("bob@example.com"));
    }

    [Fact]
    public void All_together_have_a_limit_too()
    {
        var gate = new TestGate(new TestSettings { Overall = 2 }, _time);
        gate.Enter("ada@example.com");
        gate.Enter("bob@example.com");

        Assert.Equal(TimeSpan.FromSeconds(60), gate.Enter("carol@example.com"));
    }

    [Fact]
    public void Reads_its_settings()
    {
        var settings = Read(("PrivateTargets", "false"), ("PerAdministrator", "3"), ("Overall", "5"), ("Ports", "2587/starttls"));

        Assert.Equal((false, 3, 5, 2587), (settings.PrivateTargets, settings.PerAdministrator, settings.Overall, settings.Ports[0].Port));
    }

    [Theory, InlineData("PrivateTargets", "perhaps"), InlineData("PerAdministrator", "0"), InlineData("Overall", "many"), InlineData("Ports", "x")]
    public void Names_a_setting_that_cannot_be_read(string name, string value) =>
        Assert.Contains($"Tests:{name}", Assert.Throws<InvalidOperationException>(() => Read((name, value))).Message, StringComparison.Ordinal);

    static TestSettings Read(params (string Key, string Value)[] values) => TestSettings.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(values.Select(pair => KeyValuePair.Create<string, string?>($"Tests:{pair.Key}", pair.Value))).Build());
}
