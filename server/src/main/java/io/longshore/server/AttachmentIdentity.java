package io.longshore.server;

import io.longshore.syscall.PeerCredentials;

/// Who an attachment is.
///
/// @param number below the limit of attachments; used again
/// @param token  what proves that a bell belongs to it
/// @param name   as the application calls itself
/// @param peer   as the kernel knows it
record AttachmentIdentity(int number, long token, String name, PeerCredentials peer) {
}
