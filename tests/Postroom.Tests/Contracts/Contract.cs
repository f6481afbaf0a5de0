namespace Postroom.Tests.Contracts;

/// <summary>What every store must do. A rule that is not in one of these suites does not exist.</summary>
public abstract class Contract<TStore> : IAsyncLifetime
    where TStore : TestStore, new()
{
    protected TStore Store { get; } = new();

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
