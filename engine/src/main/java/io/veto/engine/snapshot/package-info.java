/**
 * Snapshots on disk: the file that holds a state, the manifest that lists the files, and the order in which both are written. It knows
 * nothing of what a state consists of.
 */
package io.veto.engine.snapshot;
