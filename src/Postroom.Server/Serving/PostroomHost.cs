using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Logging.Console;
using Postroom.Accepting;
using Postroom.Accepting.Smtp;
using Postroom.Admin;
using Postroom.Sqlite;

namespace Postroom.Server.Serving;

/// <summary>The server as one host: the engine, the store, the console.</summary>
static class PostroomHost
{
    public static WebApplication Build(ServeOptions options, SqliteDatabase database)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(PostroomHost).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = Environments.Production, // whatever the shell says: no page with a stack trace for strangers
        });
        builder.Configuration.AddEnvironmentVariables("POSTROOM__");
        LogToStandardError(builder);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(options.Http);
        });
        HttpStop.AddTo(builder.Services);
        TrustedProxies.AddTo(builder.Services);
        builder.Services.AddSingleton<IStartupFilter, HeadRequests>();
        Compression.AddTo(builder.Services);
        builder.Services.AddPostroom(options.DataFolder).UseSqlite(database).AddPostroomConsole();
        builder.Services.AddSmtpDoor(new SmtpDoorAddress(options.Smtp, options.DataFolder));

        var app = builder.Build();
        app.UseResponseCompression();
        app.MapPostroom();
        app.MapPostroomConsole();
        return app;
    }

    /// <summary>The address that was bound, also where port 0 was asked for.</summary>
    public static Uri AddressOf(WebApplication app)
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>();
        return new Uri(addresses!.Addresses.First());
    }

    // Standard output belongs to what a person or script asked for: the ready line and the set-up link.
    static void LogToStandardError(WebApplicationBuilder builder)
    {
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error); // says for each page that it is not to be kept, as we say ourselves
        builder.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning); // the ready line says it
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.Critical); // a start that fails is told in words
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error); // the key folder is the owner's alone, which is its protection
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }
}
