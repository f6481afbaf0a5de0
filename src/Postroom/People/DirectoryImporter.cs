using Microsoft.Extensions.Hosting;

namespace Postroom.People;

/// <summary>Runs the imports of the directory one after another, a hundred lines in a transaction.</summary>
sealed class DirectoryImporter(DirectoryImports imports, PeopleDirectory directory, TimeProvider time) : BackgroundService
{
    const int LinesAtOnce = 100;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        try
        {
            await foreach (var import in imports.Due.ReadAllAsync(stoppingToken)) await RunAsync(import, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Postroom stops: what is not done is imported again by the same file.
        }
    }

    async Task RunAsync(DirectoryImport import, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var entries in import.Plan.Entries.Chunk(LinesAtOnce))
            {
                await directory.PutAsync(entries, cancellationToken);
                import.Add(entries.Length);
            }

            import.End(time.GetUtcNow(), reason: null);
        }
        catch (StoreUnavailableException fault)
        {
            import.End(time.GetUtcNow(), fault.Message);
        }
    }
}
