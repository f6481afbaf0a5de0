using Postroom.Benchmarks;

return args is ["load", .. var options] ? await ApiLoad.RunAsync(options) : ApiLoad.Usage();
