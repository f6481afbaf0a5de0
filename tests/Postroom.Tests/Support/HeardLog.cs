using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Postroom.Tests.Support;

/// <summary>A log that a test can wait for.</summary>
sealed class HeardLog<T> : ILogger<T>
{
    readonly ConcurrentDictionary<int, TaskCompletionSource> _events = new();

    /// <summary>Completes when an event of this id was logged.</summary>
    public Task Heard(int eventId) => Of(eventId).Task;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Of(eventId.Id).TrySetResult();

    TaskCompletionSource Of(int eventId) =>
        _events.GetOrAdd(eventId, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
