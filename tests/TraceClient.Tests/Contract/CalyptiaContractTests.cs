namespace TraceClient.Tests.Contract;

public sealed class CalyptiaContractTests : SourceContract
{
    private protected override ContractSubject Subject { get; } = new CalyptiaSubject();
}
