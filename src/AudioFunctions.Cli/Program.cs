using AudioFunctions.Cli;

return await EntryPoint.RunAsync(args, Workspace.Find);
