// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

/**
 * The system calls that every Unix has, as Java methods, and what else differs as values:
 * collaborators, so that tests can bring failing ones.
 *
 * <p>Each returns the result or the negated error number. EINTR is passed on; who calls tries
 * again. Methods are named as in section 2 of the manual, with what differs from there in a
 * comment. {@code Errno} and {@code WaitMemory} arguments belong to the caller for the length of
 * the call.
 */
public record UnixCalls(
    UnixSystem system,
    ByteCalls bytes,
    ByteCalls socketBytes,
    MessageCalls messages,
    DescriptorCalls descriptors,
    PollCalls polls,
    StreamCalls streams,
    FileCalls files,
    PathCalls paths) {}
