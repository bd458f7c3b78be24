namespace TraceClient.Tests.Contract;

public sealed class CalyptiaContractTests : ServiceContract
{
    private protected override ContractSubject Subject { get; } = new CalyptiaSubject();
}
