using Postroom.Server.Commands;

return await PostroomCommands.RunAsync(args);
