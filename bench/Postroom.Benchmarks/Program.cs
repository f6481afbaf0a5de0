using Postroom.Benchmarks;

return args switch
{
    ["load", .. var options] => await ApiLoad.RunAsync(options),
    ["digest", .. var options] => await DigestLoad.RunAsync(options),
    ["letters", ..] => LetterSpeed.Run(),
    ["explain", .. var options] => ExplainSpeed.Run(options),
    ["signing", ..] => SigningSpeed.Run(),
    ["hostile", ..] => HostileViews.Run(),
    ["pages", ..] => await HostilePages.RunAsync(),
    ["sqlite", ..] => SqliteSpeed.Run(),
    ["hooks", .. var options] => await HookLoad.RunAsync(options),
    _ => ApiLoad.Usage(),
};
