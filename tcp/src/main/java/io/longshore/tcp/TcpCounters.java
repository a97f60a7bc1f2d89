package io.longshore.tcp;

/// What TCP counts, under the names of `nstat`. One thread writes; a reader of another thread sees approximations.
public final class TcpCounters {

    // RFC 4022
    public long activeOpens;
    public long passiveOpens;
    public long attemptFails;
    public long estabResets;
    public long inSegs;
    public long outSegs;
    public long retransSegs;
    public long outRsts;

    // TcpExt
    public long syncookiesSent;
    public long syncookiesRecv;
    public long syncookiesFailed;
    public long tcpReqQFullDoCookies;
    public long tcpReqQFullDrop;
    public long embryonicRsts;
    public long tcpDeferAcceptDrop;
    public long tcpSynRetrans;
    public long sourceLimitDrops;
    public long sourceLimitCookies;
    public long listenOverflows;
    public long listenDrops;
    public long pawsEstabRejected;
    public long pawsActiveRejected;
    public long pawsOldAck;
    public long tsEcrRejected;
    public long beyondWindow;
    public long tcpAckSkippedSynRecv;
    public long tcpAckSkippedPaws;
    public long tcpAckSkippedFinWait2;
    public long tcpAckSkippedTimeWait;
    public long tcpTimeouts;
    public long tcpFastRetrans;
    public long tcpSackRecovery;
    public long tcpRenoRecovery;
    public long tcpDsackOldSent;
    public long tcpDsackRecv;
    public long tcpDsackOfoRecv;
    public long tcpDsackOfoSent;
    /// Segments of ours that arrived with CE.
    public long tcpDeliveredMarked;
    public long tcpDsackIgnoredDubious;
    public long tcpSackDiscard;
    public long tcpSackReneging;
    public long tcpSackReorder;
    public long tcpTsReorder;
    public long tcpRenoReorder;
    public long tcpLossProbes;
    public long tcpLossProbeRecovery;
    public long tcpLostRetransmit;
    public long tcpSlowStartRetrans;
    public long tcpFullUndo;
    public long tcpPartialUndo;
    public long tcpDsackUndo;
    public long tcpLossUndo;
    public long tcpSpuriousRtos;
    public long tcpOfoQueue;
    public long tcpOfoDrop;
    public long tcpChallengeAck;
    public long tcpSynChallenge;
    public long tcpAckSkippedChallenge;
    public long tcpAckSkippedWindow;
    public long delayedAcks;
    public long tcpPureAcks;
    public long tcpZeroWindowDrop;
    public long tcpWantZeroWindowAdv;
    public long tcpMtupFail;
    public long tcpMemoryPressures;
    public long memoryDrops;
    public long tcpToZeroWindowAdv;
    public long tcpFromZeroWindowAdv;
    public long delayedAckLost;
    public long tcpWinProbe;
    public long tcpKeepAlive;
    public long tcpAbortOnData;
    public long tcpAbortOnClose;
    public long tcpAbortOnTimeout;
    public long tcpAbortOnMemory;
    public long tw;
    public long twRecycled;
    public long tcpTimeWaitOverflow;
    public long tcpAbortOnLinger;
    public long tcpFastOpenActive;
    public long tcpFastOpenActiveFail;
    public long tcpFastOpenPassive;
    public long tcpFastOpenPassiveFail;
    public long tcpFastOpenPassiveAltKey;
    public long tcpFastOpenListenOverflow;
    public long tcpFastOpenCookieReqd;
    public long tcpFastOpenBlackhole;
    public long outOfWindowIcmps;
}
