using TraceClient.Tool;

return await Tracectl.RunAsync(args);
