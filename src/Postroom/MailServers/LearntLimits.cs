using System.Runtime.CompilerServices;

namespace Postroom.MailServers;

/// <summary>What was learnt of servers that announce what they cannot do: used no more until the settings change.</summary>
sealed class LearntLimits
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
        if (Without(server, extension) is not { } without) return false;
        Learn(server, without);
        return true;
    }

    /// <summary>Remembers that a server is to be used like this.</summary>
    public void Learn(MailServer server, MailServer without)
    {
        lock (_gate) _learnt.AddOrUpdate(server, without);
    }

    /// <summary>The server without an extension, to find out what is wrong; null: it is not used any more.</summary>
    public MailServer? Without(MailServer server, string extension)
    {
        var options = Apply(server).Options;
        if (options.Distrusted.Contains(extension)) return null;
        var distrusted = new HashSet<string>(options.Distrusted, StringComparer.OrdinalIgnoreCase) { extension };
        return server with { Options = options with { Distrusted = distrusted } };
    }
}
