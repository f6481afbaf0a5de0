using Postroom.Benchmarks;

return args switch
{
    ["load", .. var options] => await ApiLoad.RunAsync(options),
    ["hooks", .. var options] => await HookLoad.RunAsync(options),
    _ => ApiLoad.Usage(),
};
