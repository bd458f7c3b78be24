using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Running;
using TraceClient.Benchmarks;
using TraceClient.Benchmarks.Analysis;
using TraceClient.Benchmarks.Read;
using TraceClient.Benchmarks.Scale;
using TraceClient.Benchmarks.Stores;

// BenchmarkDotNet measures one benchmark after the other; reading is measured in turn with its peers.
if (args is ["read", .. var options])
    return await ReadCommand.RunAsync(options);

if (args is ["analysis"])
    return AnalysisCommand.Run();

if (args is ["scale"])
    return await ScaleCommand.RunAsync();

if (args is ["store", .. var sizes])
    return await StoreCommand.RunAsync(sizes);

var config = DefaultConfig.Instance
    .WithArtifactsPath("artifacts/benchmarks")
    .AddDiagnoser(MemoryDiagnoser.Default)
    .AddColumn(new ThroughputColumn(), new BytesPerSpanColumn())
    .HideColumns(Column.Error, Column.StdDev, Column.RatioSD, Column.Gen0, Column.Gen1, Column.Gen2, Column.AllocRatio);

// All in one process: the traces are fetched once instead of once a benchmark.
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run([.. args, "--inProcess"], config);
return 0;
