using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;

namespace Postroom.Server.Serving;

/// <summary>Text is sent small: pages, API answers and help. Files of the console are compressed once and come small already.</summary>
static class Compression
{
    static readonly string[] FurtherTypes = ["application/problem+json", "image/svg+xml"];

    /// <summary>Adds it. Why it is safe over TLS as well is in docs/adr/0032.</summary>
    public static void AddTo(IServiceCollection services)
    {
        services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.Providers.Add<BrotliCompressionProvider>();
            options.Providers.Add<GzipCompressionProvider>();
            options.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, .. FurtherTypes];
        });
        // A page is made anew for each request: the fastest level takes under a millisecond and leaves a fifth.
        services.Configure<BrotliCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest);
        services.Configure<GzipCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest);
    }
}
