package io.longshore.tcp;

import io.longshore.sysctl.Counter;
import java.util.ArrayList;
import java.util.List;

/// The counters' names, as `nstat` has them where Linux counts the same; a test says which field has none.
public final class TcpCounterList {

    private final List<Counter<TcpCounters>> all = new ArrayList<>();

    private TcpCounterList() {
        connections();
        segments();
        recovery();
        undone();
        acknowledgments();
        attacks();
        endings();
        fastOpen();
    }

    /// All of them.
    public static List<Counter<TcpCounters>> all() {
        return List.copyOf(new TcpCounterList().all);
    }

    private void count(String name, Counter.Value<TcpCounters> value) {
        all.add(Counter.named(name, value));
    }

    private void connections() {
        count("TcpActiveOpens", c -> c.activeOpens);
        count("TcpPassiveOpens", c -> c.passiveOpens);
        count("TcpAttemptFails", c -> c.attemptFails);
        count("TcpEstabResets", c -> c.estabResets);
        count("TcpExtSyncookiesSent", c -> c.syncookiesSent);
        count("TcpExtSyncookiesRecv", c -> c.syncookiesRecv);
        count("TcpExtSyncookiesFailed", c -> c.syncookiesFailed);
        count("TcpExtTCPReqQFullDoCookies", c -> c.tcpReqQFullDoCookies);
        count("TcpExtTCPReqQFullDrop", c -> c.tcpReqQFullDrop);
        count("TcpExtEmbryonicRsts", c -> c.embryonicRsts);
        count("TcpExtTCPDeferAcceptDrop", c -> c.tcpDeferAcceptDrop);
        count("TcpExtTCPSynRetrans", c -> c.tcpSynRetrans);
        count("LongshoreSourceLimitDrops", c -> c.sourceLimitDrops);
        count("LongshoreSourceLimitCookies", c -> c.sourceLimitCookies);
        count("TcpExtListenOverflows", c -> c.listenOverflows);
        count("TcpExtListenDrops", c -> c.listenDrops);
    }

    private void segments() {
        count("TcpInSegs", c -> c.inSegs);
        count("TcpOutSegs", c -> c.outSegs);
        count("TcpOutRsts", c -> c.outRsts);
        count("TcpExtTCPOFOQueue", c -> c.tcpOfoQueue);
        count("TcpExtTCPOFODrop", c -> c.tcpOfoDrop);
        count("TcpExtTCPZeroWindowDrop", c -> c.tcpZeroWindowDrop);
        count("TcpExtTCPWinProbe", c -> c.tcpWinProbe);
        count("TcpExtBeyondWindow", c -> c.beyondWindow);
        count("TcpExtTCPWantZeroWindowAdv", c -> c.tcpWantZeroWindowAdv);
        count("TcpExtTCPMTUPFail", c -> c.tcpMtupFail);
        count("TcpExtTCPMTUPSuccess", c -> c.tcpMtupSuccess);
        count("TcpExtTCPMemoryPressures", c -> c.tcpMemoryPressures);
        count("LongshoreTCPMemoryDrops", c -> c.memoryDrops);
        count("LongshoreTCPAttachmentPressures", c -> c.attachmentPressures);
        count("LongshoreTCPSourceMemoryDrops", c -> c.sourceMemoryDrops);
        count("TcpExtTCPToZeroWindowAdv", c -> c.tcpToZeroWindowAdv);
        count("TcpExtTCPFromZeroWindowAdv", c -> c.tcpFromZeroWindowAdv);
        count("TcpExtTCPKeepAlive", c -> c.tcpKeepAlive);
    }

    private void recovery() {
        count("TcpRetransSegs", c -> c.retransSegs);
        count("TcpExtTCPTimeouts", c -> c.tcpTimeouts);
        count("TcpExtTCPFastRetrans", c -> c.tcpFastRetrans);
        count("TcpExtTCPSackRecovery", c -> c.tcpSackRecovery);
        count("TcpExtTCPRenoRecovery", c -> c.tcpRenoRecovery);
        count("TcpExtTCPDSACKOldSent", c -> c.tcpDsackOldSent);
        count("TcpExtTCPDSACKRecv", c -> c.tcpDsackRecv);
    }

    private void undone() {
        count("TcpExtTCPDSACKOfoRecv", c -> c.tcpDsackOfoRecv);
        count("TcpExtTCPDSACKOfoSent", c -> c.tcpDsackOfoSent);
        count("TcpExtTCPDSACKIgnoredDubious", c -> c.tcpDsackIgnoredDubious);
        count("TcpExtTCPSACKDiscard", c -> c.tcpSackDiscard);
        count("TcpExtTCPSACKReneging", c -> c.tcpSackReneging);
        count("TcpExtTCPSACKReorder", c -> c.tcpSackReorder);
        count("TcpExtTCPTSReorder", c -> c.tcpTsReorder);
        count("TcpExtTCPRenoReorder", c -> c.tcpRenoReorder);
        count("TcpExtTCPLossProbes", c -> c.tcpLossProbes);
        count("TcpExtTCPLossProbeRecovery", c -> c.tcpLossProbeRecovery);
        count("TcpExtTCPLostRetransmit", c -> c.tcpLostRetransmit);
        count("TcpExtTCPSlowStartRetrans", c -> c.tcpSlowStartRetrans);
        count("TcpExtTCPFullUndo", c -> c.tcpFullUndo);
        count("TcpExtTCPPartialUndo", c -> c.tcpPartialUndo);
        count("TcpExtTCPDSACKUndo", c -> c.tcpDsackUndo);
        count("TcpExtTCPLossUndo", c -> c.tcpLossUndo);
        count("TcpExtTCPSpuriousRTOs", c -> c.tcpSpuriousRtos);
    }

    private void acknowledgments() {
        count("TcpExtDelayedACKs", c -> c.delayedAcks);
        count("TcpExtDelayedACKLost", c -> c.delayedAckLost);
        count("TcpExtTCPPureAcks", c -> c.tcpPureAcks);
        count("TcpExtTCPDeliveredCE", c -> c.tcpDeliveredMarked);
    }

    private void attacks() {
        count("TcpExtPAWSEstab", c -> c.pawsEstabRejected);
        count("TcpExtPAWSActive", c -> c.pawsActiveRejected);
        count("TcpExtPAWSOldAck", c -> c.pawsOldAck);
        count("TcpExtTSEcrRejected", c -> c.tsEcrRejected);
        count("TcpExtTCPACKSkippedSynRecv", c -> c.tcpAckSkippedSynRecv);
        count("TcpExtTCPACKSkippedPAWS", c -> c.tcpAckSkippedPaws);
        count("TcpExtTCPACKSkippedFinWait2", c -> c.tcpAckSkippedFinWait2);
        count("TcpExtTCPACKSkippedTimeWait", c -> c.tcpAckSkippedTimeWait);
        count("TcpExtTCPChallengeACK", c -> c.tcpChallengeAck);
        count("TcpExtTCPSYNChallenge", c -> c.tcpSynChallenge);
        count("TcpExtTCPACKSkippedChallenge", c -> c.tcpAckSkippedChallenge);
        count("TcpExtTCPACKSkippedSeq", c -> c.tcpAckSkippedWindow);
        count("TcpExtOutOfWindowIcmps", c -> c.outOfWindowIcmps);
    }

    private void endings() {
        count("TcpExtTCPAbortOnData", c -> c.tcpAbortOnData);
        count("TcpExtTCPAbortOnClose", c -> c.tcpAbortOnClose);
        count("TcpExtTCPAbortOnTimeout", c -> c.tcpAbortOnTimeout);
        count("TcpExtTCPAbortOnMemory", c -> c.tcpAbortOnMemory);
        count("TcpExtTW", c -> c.tw);
        count("TcpExtTWRecycled", c -> c.twRecycled);
        count("TcpExtTCPTimeWaitOverflow", c -> c.tcpTimeWaitOverflow);
        count("TcpExtTCPAbortOnLinger", c -> c.tcpAbortOnLinger);
    }

    private void fastOpen() {
        count("TcpExtTCPFastOpenActive", c -> c.tcpFastOpenActive);
        count("TcpExtTCPFastOpenActiveFail", c -> c.tcpFastOpenActiveFail);
        count("TcpExtTCPFastOpenPassive", c -> c.tcpFastOpenPassive);
        count("TcpExtTCPFastOpenPassiveFail", c -> c.tcpFastOpenPassiveFail);
        count("TcpExtTCPFastOpenPassiveAltKey", c -> c.tcpFastOpenPassiveAltKey);
        count("TcpExtTCPFastOpenListenOverflow", c -> c.tcpFastOpenListenOverflow);
        count("TcpExtTCPFastOpenCookieReqd", c -> c.tcpFastOpenCookieReqd);
        count("TcpExtTCPFastOpenBlackhole", c -> c.tcpFastOpenBlackhole);
    }
}
