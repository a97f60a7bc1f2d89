package io.longshore.stack;

/// Tells all applications when the shard sleeps, so that they ring its bell, and when it is awake, so that they need
/// not.
final class ShardSleep {

    private final Shard shard;
    private final Burial burial;

    ShardSleep(Shard shard, Burial burial) {
        this.shard = shard;
        this.burial = burial;
    }

    /// Announces the sleep to all, then looks again at each.
    ///
    /// @return whether no application has news
    boolean fallAsleep(long now) {
        boolean quiet = true;
        for (int i = 0; i < shard.attachments.length; i++) {
            ServerAttachment attachment = shard.attachments[i];
            if (attachment != null && !attachment.isCutOff() && !attachment.isOrphaned()) {
                quiet &= fallAsleep(attachment, now);
            }
        }
        return quiet;
    }

    private boolean fallAsleep(ServerAttachment attachment, long now) {
        try {
            attachment.sleep().fallAsleep();
            return attachment.requests().isEmpty();
        } catch (InternalError truncated) {
            burial.cutOff(attachment, truncated, now);
            return false;
        }
    }

    void awake(long now) {
        for (int i = 0; i < shard.attachments.length; i++) {
            ServerAttachment attachment = shard.attachments[i];
            if (attachment != null && !attachment.isCutOff()) {
                awake(attachment, now);
            }
        }
    }

    private void awake(ServerAttachment attachment, long now) {
        try {
            attachment.sleep().awake();
        } catch (InternalError truncated) {
            burial.cutOff(attachment, truncated, now);
        }
    }
}
