using System.CommandLine;
using Postroom.Server.Commands;

var root = new RootCommand("The outgoing post room of self-hosted software.") { ServeCommand.Create() };
return await root.Parse(args).InvokeAsync();
