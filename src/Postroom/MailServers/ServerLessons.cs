using System.Runtime.CompilerServices;

namespace Postroom.MailServers;

/// <summary>What was learnt of servers that announce what they cannot do: used no more until the settings change.</summary>
sealed class ServerLessons
{
    readonly Lock _gate = new();
    readonly ConditionalWeakTable<MailServer, MailServer> _learnt = [];

    /// <summary>The server with what was learnt of it. The same object until more is learnt, so that connections can be kept by it.</summary>
    public MailServer Apply(MailServer server)
    {
        lock (_gate) return _learnt.TryGetValue(server, out var learnt) ? learnt : server;
    }

    /// <summary>Remembers that an extension does not work. False: that was known, so trying again changes nothing.</summary>
    public bool Learn(MailServer server, string extension)
    {
        lock (_gate)
        {
            var options = Apply(server).Options;
            if (options.Distrusted.Contains(extension)) return false;
            var distrusted = new HashSet<string>(options.Distrusted, StringComparer.OrdinalIgnoreCase) { extension };
            _learnt.AddOrUpdate(server, server with { Options = options with { Distrusted = distrusted } });
            return true;
        }
    }
}
