namespace Postroom.EndToEnd.Tests.Support;

/// <summary>One Postfix for all tests of a class. Where there can be none at a fixture, each of them is skipped with the reason.</summary>
public sealed class SharedPostfix : IAsyncLifetime
{
    PostfixServer? _started;
    string _reason = "";

    internal PostfixServer Postfix
    {
        get
        {
            Assert.SkipWhen(_started is null, _reason);
            return _started!;
        }
    }

    public async ValueTask InitializeAsync()
    {
        // A fixture cannot skip; its tests can.
        try { _started = await PostfixServer.StartAsync(TestContext.Current.CancellationToken); }
        catch (PostfixMissingException missing) { _reason = missing.Message; }
    }

    public async ValueTask DisposeAsync()
    {
        if (_started is not null) await _started.DisposeAsync();
    }
}

/// <summary>Postfix is not there, or cannot be run by this user; never in CI.</summary>
sealed class PostfixMissingException(string reason) : Exception(reason);
