using Postroom.People;
using Postroom.Sqlite;

namespace Postroom.Server.Commands;

/// <summary>Opens the data folder for one command, beside a server that may be running or not.</summary>
static class StoreVisit
{
    /// <summary>Runs the work on the stores and returns its code; a folder that cannot be opened is said and fails.</summary>
    /// <param name="dataFolder">The data folder.</param>
    /// <param name="console">Where to say what stands in the way.</param>
    /// <param name="mayMake">Whether a folder without a database gets one; else it fails.</param>
    /// <param name="work">The work.</param>
    /// <param name="add">Adds what the work needs besides the stores; null: nothing.</param>
    public static async Task<int> RunAsync(
        string dataFolder, CommandConsole console, bool mayMake, Func<IServiceProvider, Task<int>> work, Action<IServiceCollection>? add = null)
    {
        var folder = Path.GetFullPath(dataFolder);
        if (!mayMake && !Directory.Exists(folder)) return console.Fail($"{folder}: There is no such data folder. Name the one of the server with --data.");

        switch (SqliteDatabase.Open(folder, StoreUse.Visit))
        {
            case StoreOpening.Opened opened:
                await using (var services = Services(opened.Database, add))
                {
                    return await work(services);
                }

            case StoreOpening.Refused refused:
                return console.Fail(refused.Message);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>The stores and settings of an open folder.</summary>
    /// <param name="database">The database, closed with the services.</param>
    /// <param name="add">Adds what the work needs besides the stores; null: nothing.</param>
    public static ServiceProvider Services(SqliteDatabase database, Action<IServiceCollection>? add)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddEnvironmentVariables("POSTROOM__").Build());
        services.AddLogging().AddPeople().UseSqlite(database);
        add?.Invoke(services);
        return services.BuildServiceProvider();
    }
}
