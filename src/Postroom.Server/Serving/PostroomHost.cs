using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Postroom.Admin;
using Postroom.Sqlite;

namespace Postroom.Server.Serving;

/// <summary>The server as one host: the engine, the store, the console.</summary>
static class PostroomHost
{
    public static WebApplication Build(ServeOptions options)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(PostroomHost).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Configuration.AddEnvironmentVariables("POSTROOM__");
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console =>
            console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(options.Http);
        });
        builder.Services.AddPostroom().UseSqlite(options.DataFolder).AddPostroomConsole();

        var app = builder.Build();
        app.MapPostroom();
        app.MapPostroomConsole();
        return app;
    }

    /// <summary>The address that was bound, where port 0 was asked for.</summary>
    public static Uri AddressOf(WebApplication app)
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>();
        return new Uri(addresses!.Addresses.First());
    }
}

/// <summary>What the command line says about serving.</summary>
/// <param name="DataFolder">The folder of the database and keys.</param>
/// <param name="Http">Where console and API listen; port 0: any free one.</param>
sealed record ServeOptions(string DataFolder, IPEndPoint Http);
