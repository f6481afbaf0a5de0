using Postroom.Sandbox;

namespace Postroom.Tests.Sandbox;

/// <summary>A mailbox in memory, which can be told to be full.</summary>
sealed class MemoryMailbox : ISandboxMailbox
{
    readonly Lock _gate = new();
    readonly List<SandboxMessage> _messages = [];

    public bool IsFull { get; set; }

    public IReadOnlyList<SandboxMessage> Messages
    {
        get { lock (_gate) return [.. _messages]; }
    }

    public Task<bool> AddAsync(SandboxMessage message, CancellationToken cancellationToken)
    {
        if (IsFull) return Task.FromResult(false);
        lock (_gate) _messages.Add(message);
        return Task.FromResult(true);
    }

    public Task<IReadOnlyList<SandboxSummary>> ListAsync(string? text, long? beforeId, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<SandboxSummary>>(
            [.. Messages.Select((message, at) => new SandboxSummary(at, message.ReceivedAt, message.From, message.Recipients, message.Subject, message.Bytes.Length))]);

    public Task<StoredSandboxMessage?> FindAsync(long id, CancellationToken cancellationToken) =>
        Task.FromResult<StoredSandboxMessage?>(id < Messages.Count ? new StoredSandboxMessage(id, Messages[(int)id]) : null);

    public Task<int> ClearAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var count = _messages.Count;
            _messages.Clear();
            return Task.FromResult(count);
        }
    }
}
