using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Postroom.MailServers;
using Postroom.Notifications;
using Postroom.Notifications.Choices;
using Postroom.Notifications.Digests;
using Postroom.Outbox;
using Postroom.Sqlite;

namespace Postroom.Benchmarks;

/// <summary>Builds the digests of many people from events on disk to mails on disk, and says how long it took and how much memory.</summary>
static class DigestLoad
{
    const int PeoplePerPullRequest = 100;
    const int EventsPerPullRequest = 3;

    public static async Task<int> RunAsync(string[] options)
    {
        var people = options is ["--people", var given, ..] ? int.Parse(given, CultureInfo.InvariantCulture) : 10_000;
        var folder = Directory.CreateDirectory(Path.Combine("/var/tmp", $"postroom-digest-{Environment.ProcessId}"));
        try
        {
            await using var services = Services(folder.FullName);
            var told = await FillAsync(services, people);
            return await BuildAsync(services, told);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    static ServiceProvider Services(string folder)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Notifications:Quiet", "00:00:00")]).Build();
        return new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning))
            .AddPostroom(folder).UseSqlite(folder).BuildServiceProvider();
    }

    static async Task<int> FillAsync(ServiceProvider services, int people)
    {
        var none = CancellationToken.None;
        await services.GetRequiredService<MailServerSettingsStore>().LoadAsync(none);
        await services.GetRequiredService<NotificationSettingsStore>().LoadAsync(none);
        await services.GetRequiredService<PersonTokens>().LoadAsync(none);
        var notifier = services.GetRequiredService<PullRequestNotifier>();
        var begin = Stopwatch.GetTimestamp();
        for (var first = 0; first < people; first += PeoplePerPullRequest)
        {
            var reviewers = Enumerable.Range(first, PeoplePerPullRequest)
                .Select(number => new ForgePerson($"u{number}", $"Person {number}", $"u{number}@example.org")).ToList();
            for (var number = 0; number < EventsPerPullRequest; number++)
                await notifier.HandleAsync(Comment(first, number, reviewers), none);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{people} people are told of {people / PeoplePerPullRequest * EventsPerPullRequest} comments: handled in {Stopwatch.GetElapsedTime(begin).TotalSeconds:F2} s"));
        return people;
    }

    static async Task<int> BuildAsync(ServiceProvider services, int people)
    {
        var sender = services.GetServices<IHostedService>().OfType<DigestSender>().Single();
        var ready = services.GetRequiredService<ReadyMessages>();
        var (batches, heaps) = (0, new List<long>());
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var begin = Stopwatch.GetTimestamp();
        while (await sender.SendDueAsync(CancellationToken.None) == TimeSpan.Zero)
        {
            if (++batches % 10 == 0) heaps.Add(GC.GetTotalMemory(forceFullCollection: true));
            foreach (var message in ready.Drain()) ready.Unreserve(message.SizeBytes); // As if they were sent at once.
        }

        var seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        using var process = Process.GetCurrentProcess();
        var ledger = await services.GetRequiredService<IDeliveryRecords>().LedgerAsync(CancellationToken.None);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{people} digests of {EventsPerPullRequest} comments: built and on disk in {seconds:F2} s, {people / seconds:F0}/s, CPU {(process.TotalProcessorTime - cpu).TotalSeconds:F2} s"));
        Console.WriteLine($"live heap after each 2,000: {string.Join(", ", heaps.Select(heap => string.Create(CultureInfo.InvariantCulture, $"{heap / 1e6:F1} MB")))}; peak resident {process.PeakWorkingSet64 / 1_000_000} MB");
        Console.WriteLine($"accepted: {ledger}");
        return 0;
    }

    static PullRequestEvent Comment(int first, int number, List<ForgePerson> reviewers) => new()
    {
        Source = "bench",
        EventId = string.Create(CultureInfo.InvariantCulture, $"{first}-{number}"),
        Kind = PullRequestEventKind.Commented,
        At = DateTimeOffset.UnixEpoch,
        Actor = new ForgePerson("author", "The Author"),
        PullRequest = new PullRequest
        {
            Forge = "gitea",
            Project = "bench",
            Repository = "wiki",
            Number = first + 1,
            Title = "Find pages by their text",
            Url = new Uri("https://git.example.com/bench/wiki/pulls/1"),
            Author = new ForgePerson("author", "The Author"),
            Reviewers = reviewers,
        },
        Comment = new PullRequestComment($"c{number}", "What happens when the index is still being built? The page should say so.", new ForgePerson("author", "The Author")),
    };
}
