// SPDX-License-Identifier: Apache-2.0
/** Message layers over a link that exists only in virtual time. */
package org.packetloom.benchmarks.compare.messages;
