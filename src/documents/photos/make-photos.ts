import { type AddPhoto, makeAddPhoto } from './add-photo.js';
import {
  type ArrangePhoto,
  type CropPhoto,
  type DiscardPhotos,
  type ListPhotos,
  makeArrangePhotos,
  type UnfinishedPhotos,
} from './arrange-photos.js';
import { makeReadPhoto, type ReadPhoto } from './read-photo.js';
import { makeSavePhotos, type SavePhotos } from './save-photos.js';

/** Photos that become the pages of one document. */
export interface PhotoUse {
  readonly addPhoto: AddPhoto;
  readonly listPhotos: ListPhotos;
  readonly unfinishedPhotos: UnfinishedPhotos;
  readonly readPhoto: ReadPhoto;
  readonly arrangePhoto: ArrangePhoto;
  readonly cropPhoto: CropPhoto;
  readonly discardPhotos: DiscardPhotos;
  readonly savePhotos: SavePhotos;
}

type Deps = Parameters<typeof makeAddPhoto>[0] & Parameters<typeof makeSavePhotos>[0];

export function makePhotos(deps: Deps): PhotoUse {
  return {
    ...makeArrangePhotos(deps),
    addPhoto: makeAddPhoto(deps),
    readPhoto: makeReadPhoto(deps),
    savePhotos: makeSavePhotos(deps),
  };
}
