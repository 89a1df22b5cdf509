// SPDX-License-Identifier: Apache-2.0
package org.packetloom.event;

/**
 * What a {@link DataServer} has done so far; incubating. The numbers are taken one after another,
 * not at one moment.
 *
 * @param accepted connections accepted
 * @param active connections that are served now
 * @param failed how many times a handler has thrown, or a connection could not be served
 * @param acceptFailures attempts to accept that failed, reported or not
 * @param bytesRead bytes that were read from all connections, ended ones included
 * @param bytesWritten bytes that were written to all connections, ended ones included
 */
public record DataServerStatistics(
    long accepted,
    int active,
    long failed,
    long acceptFailures,
    long bytesRead,
    long bytesWritten) {}
